#!/usr/bin/env node
/** The `tollgate` command. Its version needs no more than this; what it runs is loaded when it runs. */
import nodeModule from 'node:module';
import { packageVersion } from '../../mock/control/package-version.ts';

// Newer versions of Node keep what they have compiled for the next start, in the system's folder for temporary files.
(nodeModule as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();

const args = process.argv.slice(2);
if (args[0] === '-v' || args[0] === '--version') console.log(packageVersion());
else {
  // Who reads the output may have seen enough, as `head` does: that is an end, and no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  await (await import('./program.ts')).runProgram(args);
}
