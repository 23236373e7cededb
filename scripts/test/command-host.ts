/**
 * A process that runs one command after the other, as `tollgate` would in a process of its own each: what is loaded once
 * stays loaded. What a command writes and how it ends goes back to who asked.
 */
import { runProgram } from '../cli/program.ts';
import type { Ended } from './command.ts';

export interface Asked {
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly directory: string;
}

/** Takes what is written to a stream from here on. @returns what was taken, once it is given back */
function capture(stream: NodeJS.WriteStream): () => string {
  const { write } = stream;
  let text = '';
  stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    const done = rest.find((one) => typeof one === 'function') as (() => void) | undefined;
    if (done !== undefined) process.nextTick(done);
    return true;
  }) as typeof write;
  return () => {
    stream.write = write;
    return text;
  };
}

function useEnvironment(wanted: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in wanted)) delete process.env[name];
  Object.assign(process.env, wanted);
}

async function runOne({ args, environment, directory }: Asked): Promise<Ended> {
  useEnvironment(environment);
  if (process.cwd() !== directory) process.chdir(directory);
  process.exitCode = undefined;
  const out = capture(process.stdout);
  const error = capture(process.stderr);
  await runProgram(args);
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  return { code, signal: null, stdout: out(), stderr: error() };
}

process.on('message', (asked: Asked) => {
  // An error that nobody catches ends the process, and who asked learns so.
  void runOne(asked).then((ended) => process.send!(ended));
});
