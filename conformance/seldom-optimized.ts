/**
 * Makes the V8 of Node.js 20 compile with its quick compiler at once, and wait until code is hot indeed before it
 * optimizes it. A run goes through much code a few thousand times, which that V8 takes for hot: then a quarter of the
 * processor's time goes into code that is made and hardly used. Later versions have a cheaper compiler between the two,
 * and do not know the second flag. Nothing behaves otherwise.
 */
import { setFlagsFromString } from 'node:v8';

if (process.versions.v8.startsWith('11.')) {
  setFlagsFromString('--always-sparkplug');
  setFlagsFromString('--interrupt-budget=1000000');
}
