// Run jobs on BullMQ, and print the processor milliseconds of each: PORT JOBS ROUNDS PROGRESS.
import { Queue, QueueEvents, Worker } from "bullmq";
import { Redis } from "ioredis";

const [port, jobs, rounds, progress] = process.argv.slice(2).map(Number);
const connection = new Redis({ host: "127.0.0.1", port, maxRetriesPerRequest: null });
const queue = new Queue("bench", { connection });
queue.setMaxListeners(0);
const events = new QueueEvents("bench", { connection });
const worker = new Worker(
  "bench",
  async (job) => {
    for (let done = 1; done <= progress; done++) await job.updateProgress(done);
    return "done";
  },
  { connection, concurrency: 20 },
);
await Promise.all([worker.waitUntilReady(), events.waitUntilReady()]);

const run = async (number) => {
  const { user, system } = process.cpuUsage();
  const added = Array.from({ length: number }, (_, index) => queue.add("word", { index }));
  await Promise.all((await Promise.all(added)).map((job) => job.waitUntilFinished(events)));
  const now = process.cpuUsage();
  return (now.user + now.system - user - system) / 1000 / number;
};

await run(jobs); // the first ones compile and connect
const found = [];
for (let round = 0; round < rounds; round++) found.push(await run(jobs));
console.log(JSON.stringify(found));
await Promise.all([worker.close(), events.close(), queue.close()]);
connection.disconnect();
