import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // The API behind the page's own origin, as Firebase Hosting has it.
  server: { proxy: { "/api": process.env["JOBS_API"] ?? "http://127.0.0.1:1" } },
});
