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
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    const done = rest.find((one) => typeof one === 'function') as (() => void) | undefined;
    if (done !== undefined) process.nextTick(done);
    return true;
  };
  return () => {
    stream.write = write;
    return text;
  };
}

function useEnvironment(wanted: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in wanted)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, wanted);
}

// By functions, since a command sets it meanwhile.
const exitCode = (): number => Number(process.exitCode ?? 0);
const setExitCode = (code: number | undefined): void => void (process.exitCode = code);

async function runOne({ args, environment, directory }: Asked): Promise<Ended> {
  useEnvironment(environment);
  if (process.cwd() !== directory) process.chdir(directory);
  setExitCode(undefined);
  const out = capture(process.stdout);
  const error = capture(process.stderr);
  await runProgram(args);
  const code = exitCode();
  setExitCode(undefined);
  return { code, signal: null, stdout: out(), stderr: error() };
}

process.on('message', (asked: Asked) => {
  // An error that nobody catches ends the process, and who asked learns so.
  void runOne(asked).then((ended) => process.send!(ended));
});
