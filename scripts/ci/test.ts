/**
 * `npm test`: runs tap with the arguments given, and says at the end what was skipped, and which program was missing.
 */
import { skippedText } from './skipped.ts';
import { runTap } from './tap.ts';

const { code, skipped } = await runTap(process.argv.slice(2), process.env);
process.stdout.write(skippedText(skipped));
process.exitCode = code;
