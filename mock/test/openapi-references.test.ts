/** Schemas that contain themselves, and files that refer to one another. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { lintContract } from '../contract/lint/lint-contract.ts';
import { rehearse } from '../rehearsal/rehearse-contract.ts';
import {
  THING,
  THING_EXAMPLE,
  answer,
  body,
  contractText,
  listOf,
  operation,
  ref,
  serve,
  serveFile,
  verified,
} from './openapi-contract.ts';

const list = (resource: string, schema: string, example: unknown) =>
  operation('list', { type: 'resource.list', resource }, { responses: { '200': listOf(schema, example) } });

t.test('recursive schemas', async (t) => {
  const example = { id: 'no_00000001', name: 'Root', children: [{ id: 'no_00000002', name: 'Leaf' }] };
  const served = await serve(t, {
    schemas: {
      Node: {
        type: 'object',
        required: ['id', 'name'],
        properties: {
          id: { type: 'string', readOnly: true, 'x-id': { prefix: 'no_', alphabet: 'hex', length: 8 } },
          name: { type: 'string', minLength: 1 },
          children: { type: 'array', items: ref('Node') },
          left: ref('Branch'),
          right: ref('Branch'),
        },
        'x-resource': { name: 'node', id: 'id', count: 3 },
      },
      Branch: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          left: ref('Branch'),
          right: ref('Branch'),
          up: ref('Branch'),
          down: ref('Branch'),
        },
      },
    },
    paths: {
      '/nodes': {
        get: list('node', 'Node', example),
        post: operation(
          'create',
          { type: 'resource.create', resource: 'node' },
          {
            ...body(ref('Node'), { name: 'Root', left: { name: 'l', right: { name: 'r' } } }),
            responses: { '201': answer(ref('Node'), example) },
          },
        ),
      },
      '/forms': {
        post: operation(
          'createByForm',
          { type: 'resource.create', resource: 'node' },
          {
            ...body(ref('Node'), { name: 'Root', left: { name: 'l' } }, 'application/x-www-form-urlencoded'),
            responses: { '201': answer(ref('Node'), example) },
          },
        ),
      },
    },
  });
  t.equal(((await served.api('/nodes')).body as unknown[]).length, 3);
  const made = await served.api('/nodes', { json: { name: 'a', left: { name: 'b', left: { name: 'c' } } } });
  t.match(made, { status: 201, body: { left: { left: { name: 'c' } } } });
  await verified(t, served);
});

t.test('a path file that refers back to its root', async (t) => {
  const folder = t.testdir({});
  await mkdir(join(folder, 'paths'));
  const root = contractText({ schemas: { Thing: THING }, paths: { '/things': { $ref: 'paths/things.json' } } });
  const path = { get: list('thing', 'Thing', THING_EXAMPLE) };
  await writeFile(join(folder, 'rooted.json'), root);
  await writeFile(
    join(folder, 'paths', 'things.json'),
    JSON.stringify(path).replaceAll('"#/components', '"../rooted.json#/components'),
  );
  const served = await serveFile(t, join(folder, 'rooted.json'));
  const found = await served.api('/things');
  t.equal(found.status, 200);
  t.equal((found.body as unknown[]).length, 3);
  t.equal((await served.bare('/things')).status, 401);
  await verified(t, served);
});

t.test('a schema that contains itself many times over', async (t) => {
  const example = { id: 'wi_00000001', name: 'Root' };
  const wide = (more: object) => ({
    type: 'object',
    required: ['id', 'name'],
    properties: {
      id: { type: 'string', readOnly: true, 'x-id': { prefix: 'wi_', alphabet: 'hex', length: 8 } },
      name: { type: 'string' },
      ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`part${i}`, ref('Part')])),
    },
    ...more,
  });
  const served = await serve(t, {
    schemas: { Wide: wide({ 'x-resource': { name: 'wide', id: 'id', count: 3 } }), Part: wide({}) },
    paths: {
      '/wides': { get: list('wide', 'Wide', example) },
      '/part': { get: operation('reply', { type: 'reply' }, { responses: { '200': answer(ref('Part')) } }) },
      '/shown': { get: operation('shown', { type: 'reply' }, { responses: { '200': answer(ref('Part'), example) } }) },
    },
  });
  const size = async (path: string): Promise<number> => JSON.stringify((await served.api(path)).body).length;
  t.ok((await size('/wides')) < 1_000_000, 'three records');
  t.ok((await size('/part')) < 200_000, 'an answer made of the schema');
  t.strictSame((await served.api('/shown')).body, example);
  t.strictSame(await lintContract(served.file, { rehearse }), []);
  await verified(t, served);
});
