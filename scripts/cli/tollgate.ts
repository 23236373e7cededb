#!/usr/bin/env node
/** The `tollgate` command. Its version needs no more than this; what it runs is loaded when it runs. */
import { packageVersion } from '../../mock/control/package-version.ts';

const args = process.argv.slice(2);
if (args[0] === '-v' || args[0] === '--version') console.log(packageVersion());
else await (await import('./program.ts')).runProgram(args);
