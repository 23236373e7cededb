/** Every store passes this suite; it is the contract of `mock/store/store.ts`. */
import t from 'tap';
import { memoryBackend } from '../store/memory.ts';
import { storeSuite } from './store-suite.ts';

t.test('memory', (t) => storeSuite(t, () => memoryBackend()));
