/**
 * Keeps V8 from taking what a request makes for something that lives long. After a burst of slow requests (a few
 * hundred connections at a cold start do) it allocates such objects among the old ones from then on, where each that is
 * dead keeps the next request's alive: a minor collection takes ten times as long, for as long as the process lives.
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--no-allocation-site-pretenuring');
