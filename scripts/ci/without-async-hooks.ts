/**
 * Loaded before each test (`node-arg` in `.taprc`). tap watches every promise and handle of a test's process
 * (`async_hooks`) to tell which test an error outside all promises belongs to. That takes a tenth to a sixth of the
 * processor's time where a server runs in the process. Without it such an error ends the process, and is as red.
 */
import hooks from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';

const none: ReturnType<typeof hooks.createHook> = { enable: () => none, disable: () => none };
hooks.createHook = () => none;
syncBuiltinESMExports();
