/** A document of one's own, with so many operations. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const operation = (i: number): object => ({
  operationId: `getThing${i}`,
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
  responses: {
    200: {
      description: 'One thing.',
      content: {
        'application/json': {
          schema: { type: 'object', properties: { id: { type: 'string' }, count: { type: 'integer' } } },
        },
      },
    },
  },
});

/** Path of an operation in the middle, below the contract's. */
export const middlePath = (operations: number): string => `/things${Math.floor(operations / 2)}/a`;

export const NAME = 'own';

/** @returns the file, which is gone when this process ends; the contract is called {@link NAME} */
export function ownDocument(operations: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, `${NAME}.json`);
  const paths = Object.fromEntries(
    Array.from({ length: operations }, (_, i) => [`/things${i}/{id}`, { get: operation(i) }]),
  );
  writeFileSync(file, JSON.stringify({ openapi: '3.1.0', info: { title: 'Own', version: '1' }, paths }));
  return file;
}
