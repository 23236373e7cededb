/**
 * Loaded into each process of tap before anything else (`NODE_OPTIONS`, by `tap.ts`). tap starts every test file with
 * three module loaders in a thread beside it: they compile TypeScript, replace modules by mocks and note which modules
 * a test loads. Our tests are compiled already, mock no module and measure no coverage. The loaders cost each file about
 * a second of the processor's time. `npx tap` alone still uses them.
 */
import module, { syncBuiltinESMExports } from 'node:module';

module.register = () => undefined;
syncBuiltinESMExports();
