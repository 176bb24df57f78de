/** The form, as a person uses it. */
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";

import { SchemaForm, type Submission } from "../../../src/app/forms/SchemaForm.js";
import { JobsApiError, type JobType } from "../../../src/jobs/index.js";

const JOB_TYPE: JobType = {
  type: "skill-gap-analysis",
  icon: "spark",
  title: "Skill gap analysis",
  maxAttempts: 3,
  timeLimitSeconds: 60,
  acceptsFile: false,
  result: {},
  input: {
    required: ["targetRole"],
    properties: {
      targetRole: { type: "string", maxLength: 100 },
      currentSkills: { type: "array", items: { type: "string" } },
    },
  },
};

const show = (onSend: (submission: Submission) => Promise<void>) =>
  render(<SchemaForm form={JOB_TYPE} onSend={onSend} />);
const start = () => {
  fireEvent.click(screen.getByRole("button", { name: "Start skill gap analysis" }));
};

afterEach(cleanup);

describe("suggestions", () => {
  const role = { type: "string", "x-suggestions": "role" };
  const jobType = { ...JOB_TYPE, input: { properties: { targetRole: role } } };
  const kinds = {
    role: { names: ["Data Engineer", "QA Engineer"], also: ["SRE"], meant: [], postings: [] },
  };
  const field = () => screen.getByLabelText<HTMLInputElement>(/Target role/);
  const open = () => render(<SchemaForm form={jobType} suggestions={kinds} onSend={vi.fn()} />);

  it("completes a field from the names of its kind, once it is entered", async () => {
    open();
    fireEvent.focus(field());
    const patient = { timeout: 20_000 };
    const combo = await screen.findByRole("combobox", { name: "Target role" }, patient);
    fireEvent.change(combo, { target: { value: "qa" } });
    const options = await screen.findAllByRole("option");
    expect(options.map(({ textContent }) => textContent)).toEqual(["QA Engineer"]);
  }, 30_000);

  it("warns of a name that shares no word with those there are, and sends it all the same", async () => {
    const onSend = vi.fn(() => Promise.resolve());
    render(<SchemaForm form={jobType} suggestions={kinds} onSend={onSend} />);
    fireEvent.change(field(), { target: { value: "Nurse" } });
    expect(screen.getByRole("status").textContent).toContain("The data may not have this.");
    start();
    await waitFor(() => {
      expect(onSend).toHaveBeenCalledTimes(1);
    });
  });

  it.each(["qa", "data engineers", "SRE", ""])("has no doubt about %j", (value) => {
    open();
    fireEvent.change(field(), { target: { value } });
    expect(screen.getByRole("status").textContent).toBe("");
  });
});

describe("the form", () => {
  it("sends what was filled in, with chips and tags", async () => {
    const onSend = vi.fn<(submission: Submission) => Promise<void>>(() => Promise.resolve());
    show(onSend);
    fireEvent.change(screen.getByLabelText("Target role"), { target: { value: "Analyst" } });
    const skills = screen.getByLabelText(/Current skills/);
    fireEvent.change(skills, { target: { value: "SQL" } });
    fireEvent.keyDown(skills, { key: "Enter" });
    fireEvent.change(screen.getByLabelText(/Tags/), { target: { value: "autumn" } });
    fireEvent.blur(screen.getByLabelText(/Tags/));
    start();
    await waitFor(() => {
      expect(onSend).toHaveBeenCalledWith({
        request: { targetRole: "Analyst", currentSkills: ["SQL"] },
        tags: ["autumn"],
        file: undefined,
      });
    });
  });

  it("sends nothing while something is missing, and leads to it", () => {
    const onSend = vi.fn<(submission: Submission) => Promise<void>>(() => Promise.resolve());
    show(onSend);
    start();
    const role = screen.getByLabelText("Target role");
    expect(onSend).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(role);
    expect(role.getAttribute("aria-invalid")).toBe("true");
    expect(document.getElementById(role.getAttribute("aria-describedby") ?? "")?.textContent).toBe(
      "Fill this in.",
    );
  });

  it("shows what the server says is wrong at the field that it names", async () => {
    const violations = [{ field: "targetRole", message: "Is not a role." }];
    show(() =>
      Promise.reject(new JobsApiError({ code: "invalid-argument", violations }, { status: 400 })),
    );
    fireEvent.change(screen.getByLabelText("Target role"), { target: { value: "x" } });
    start();
    expect(await screen.findByText("Is not a role.")).toBeDefined();
  });

  it("says what went wrong where no field is to blame", async () => {
    show(() => Promise.reject(new JobsApiError({})));
    fireEvent.change(screen.getByLabelText("Target role"), { target: { value: "x" } });
    start();
    expect((await screen.findByRole("alert")).textContent).toMatch(/cannot be reached/);
  });

  it("starts as it is told, but for what it is to begin with", () => {
    const properties = { askMe: { type: "boolean", title: "Ask me" }, role: { type: "string" } };
    const form = { title: "Review", input: { properties } };
    const send = () => Promise.resolve();
    const isAsked = () => screen.getByLabelText<HTMLInputElement>("Ask me").checked;
    render(
      <SchemaForm form={form} starts={{ askMe: true }} initial={{ role: "Cook" }} onSend={send} />,
    );
    expect(isAsked()).toBe(true);
    cleanup();
    render(
      <SchemaForm form={form} starts={{ askMe: true }} initial={{ askMe: false }} onSend={send} />,
    );
    expect(isAsked()).toBe(false);
  });

  it("takes the last chip away with Backspace", () => {
    render(
      <SchemaForm
        form={JOB_TYPE}
        initial={{ currentSkills: ["SQL", "Git"] }}
        onSend={() => Promise.resolve()}
      />,
    );
    fireEvent.keyDown(screen.getByLabelText(/Current skills/), { key: "Backspace" });
    expect(screen.queryByText("Git")).toBeNull();
    expect(screen.getByText("SQL")).toBeDefined();
  });
});

describe("a file that no field stands for", () => {
  const withFile = { ...JOB_TYPE, acceptsFile: true };
  const chooser = () => screen.getByLabelText<HTMLInputElement>("File to send");
  const file = new File(["Ada Example"], "cv.txt", { type: "text/plain" });

  it("is asked for where the type accepts one, and only there", () => {
    show(vi.fn());
    expect(screen.queryByText("Your file")).toBeNull();
    cleanup();
    render(<SchemaForm form={withFile} onSend={vi.fn()} />);
    expect(screen.getByText("Your file")).toBeTruthy();
  });

  it("is sent with the fields, and not when it was removed", async () => {
    const onSend = vi.fn<(submission: Submission) => Promise<void>>(() => Promise.resolve());
    render(<SchemaForm form={withFile} onSend={onSend} />);
    fireEvent.change(screen.getByLabelText("Target role"), { target: { value: "Analyst" } });
    fireEvent.change(chooser(), { target: { files: [file] } });
    await screen.findByText("cv.txt");
    start();
    await waitFor(() => {
      expect(onSend).toHaveBeenLastCalledWith(expect.objectContaining({ file }));
    });
    fireEvent.click(screen.getByRole("button", { name: "Send no file" }));
    await waitFor(() => {
      expect(screen.queryByText("cv.txt")).toBeNull();
    });
    start();
    await waitFor(() => {
      expect(onSend).toHaveBeenLastCalledWith(expect.objectContaining({ file: undefined }));
    });
  });
});
