/** The control plane's operations on API keys, as a dashboard has them: make, block, regenerate, delete. */
import {
  blockKey as block,
  createKey as create,
  deleteKey as remove,
  regenerateKey as regenerate,
  unblockKey as unblock,
} from '../auth/api-keys/key-management.ts';
import { keyCredential } from '../auth/api-keys/key-rules.ts';
import { listKeys as list } from '../auth/api-keys/key-records.ts';
import type { KeyRecord } from '../auth/api-keys/key-records.ts';
import { UnfitKey } from '../auth/api-keys/new-key.ts';
import { contractMs, durationMs } from '../contract/durations.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { describeKey } from './describe-key.ts';
import { findKeyOf, findWorld, refuseUnknownKey } from './find-or-refuse.ts';
import { NO_CONTENT } from './handler.ts';
import type { Handler } from './handler.ts';
import { Problem } from './control-problem.ts';

export const listKeys: Handler<'listKeys'> = async ({ sandbox, path }) => {
  const world = findWorld(sandbox, path.contract);
  const records = await list(world);
  return {
    status: 200,
    body: {
      keys: await Promise.all(
        records.filter(({ status }) => status !== 'deleted').map((record) => describeKey(world, record)),
      ),
    },
  };
};

export const createKey: Handler<'createKey'> = async ({ sandbox, path, body }) => {
  const world = findWorld(sandbox, path.contract);
  try {
    const record = await create(world, body);
    return { status: 201, body: await describeKey(world, record, record.secret) };
  } catch (error) {
    throw error instanceof UnfitKey ? new Problem(400, error.message) : error;
  }
};

export const getKey: Handler<'getKey'> = async ({ sandbox, path }) => {
  const { world, record } = await findKeyOf(sandbox, path);
  return { status: 200, body: await describeKey(world, record) };
};

export const deleteKey: Handler<'deleteKey'> = async ({ sandbox, path }) => {
  const { world, record } = await findKeyOf(sandbox, path);
  if ((await remove(world, record)) === undefined) await refuseUnknownKey(world, path);
  return NO_CONTENT;
};

export const blockKey: Handler<'blockKey'> = async ({ sandbox, path }) => {
  const { world, record } = await findKeyOf(sandbox, path);
  return {
    status: 200,
    body: await describeKey(world, (await block(world, record)) ?? (await refuseUnknownKey(world, path))),
  };
};

export const unblockKey: Handler<'unblockKey'> = async ({ sandbox, path }) => {
  const { world, record } = await findKeyOf(sandbox, path);
  return {
    status: 200,
    body: await describeKey(world, (await unblock(world, record)) ?? (await refuseUnknownKey(world, path))),
  };
};

/** @throws Problem 400 for an overlap that is no duration, or longer than the contract allows */
function overlapOf({ contract }: World, { credential }: KeyRecord, asked: string): number {
  const span = durationMs(asked);
  if (span === undefined || span < 0)
    throw new Problem(400, `"overlap" must be a duration such as 24h or P1D; it is "${asked}"`);
  const { longest, overlap } = keyCredential(contract, credential)?.rotation ?? {};
  if (span > (longest === undefined ? 0 : contractMs(longest))) {
    throw new Problem(
      400,
      longest === undefined
        ? `In this contract nobody chooses how long an old secret of ${credential} goes on; leave "overlap" out, and it ${overlap === undefined ? 'stops working at once' : `goes on for ${overlap}`}`
        : `"overlap" may be at most ${longest} for ${credential}; it is "${asked}"`,
    );
  }
  return span;
}

export const regenerateKey: Handler<'regenerateKey'> = async ({ sandbox, path, body = {} }) => {
  const { world, record } = await findKeyOf(sandbox, path);
  const overlap = body.overlap === undefined ? undefined : overlapOf(world, record, body.overlap);
  try {
    const renewed =
      (await regenerate(world, record, { overlap, public_key: body.public_key })) ??
      (await refuseUnknownKey(world, path));
    return { status: 200, body: await describeKey(world, renewed, renewed.secret) };
  } catch (error) {
    throw error instanceof UnfitKey ? new Problem(400, error.message) : error;
  }
};
