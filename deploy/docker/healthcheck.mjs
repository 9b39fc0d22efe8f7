// Asks the hub in this container whether it is alive; the exit code is the answer.
const port = Number(process.env.APP_PORT) || 23000;
try {
  const answer = await fetch(`http://127.0.0.1:${port}/health/live`, { signal: AbortSignal.timeout(4000) });
  process.exitCode = answer.ok ? 0 : 1;
} catch {
  process.exitCode = 1; // nobody listens yet, or nobody answers in time
}
