"use client";
import { JobProgressNotifications, useBackgroundJobs } from "@careerlens/jobs";

interface Session {
  readonly user: { readonly id: string };
  readonly token: string;
}

export function Example({ session }: { readonly session: Session }) {
  const { createJob, jobs } = useBackgroundJobs({
    userId: session.user.id,
    authToken: session.token,
    onProgress: (jobId, progress) => {
      console.log(`${progress.percent}% - ${progress.message}`);
    },
    onComplete: (jobId, result) => {
      console.log("Done:", result.data);
    },
    onError: (jobId, error) => {
      console.error("Failed:", error);
    },
  });

  async function analyse() {
    const jobId = await createJob({
      type: "skill-gap-analysis",
      targetRole: "Full Stack Developer",
      industry: "Technology",
      currentSkills: ["React", "Node.js"],
      userId: session.user.id,
    });
    console.log("Started:", jobId);
  }

  return (
    <>
      <button onClick={analyse}>Analyse</button>
      {jobs.map((job) => (
        <div key={job.jobId}>
          Status: {job.status}
          {job.progress && ` - ${job.progress.percent}%`}
        </div>
      ))}
      <JobProgressNotifications userId={session.user.id} authToken={session.token} />
    </>
  );
}
