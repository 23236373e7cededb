/** `node dist/conformance/test/independent/start-piaxis.js <target file> [defect…]`: serves until it is stopped. */
import { writeFileSync } from 'node:fs';
import { PIAXIS_DEFECTS } from './piaxis-defects.ts';
import type { PiaxisDefect } from './piaxis-defects.ts';
import { startPiaxisServer } from './piaxis-server.ts';
import { PIAXIS_ENVIRONMENT, piaxisTarget } from './piaxis-target.ts';

const [file = 'target.yaml', ...wanted] = process.argv.slice(2);
const defects = (wanted.includes('all') ? Object.keys(PIAXIS_DEFECTS) : wanted) as PiaxisDefect[];
const server = await startPiaxisServer(defects);
writeFileSync(file, piaxisTarget(server));
const exports = Object.entries(PIAXIS_ENVIRONMENT).map(([name, value]) => `${name}=${value}`);
console.log(`${exports.join(' ')} tollgate verify --target ${file}`);
