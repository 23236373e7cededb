/**
 * Makes V8 wait until code is hot indeed before it optimizes it. A run goes through much code a few thousand times, which
 * V8 takes for hot: then a quarter of the processor's time goes into code that is made and hardly used, in threads that
 * take it from the checks and the sandbox. Node.js 20 and later know the flag; what it is set to changes no behaviour.
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--interrupt-budget=1000000');
