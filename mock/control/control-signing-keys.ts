/** The control plane's operations on the keys that sign tokens: list, replace. */
import type { components } from '../../specs/generated/control.ts';
import { ID_TOKEN_ALGORITHM } from '../auth/openid/id-token.ts';
import { isoSeconds } from '../state/clock.ts';
import type { SigningKey } from '../state/signing-keys.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { findWorld } from './find-or-refuse.ts';
import type { Handler } from './handler.ts';
import { Problem } from './control-problem.ts';
import { secondsOf } from './control-settings.ts';

const MS_PER_SECOND = 1_000;

type Key = components['schemas']['SigningKey'];

/** Algorithms that the contract signs tokens with. */
const algorithmsOf = ({ contract }: World): readonly SigningKey['algorithm'][] => [
  ...new Set(
    [...contract.credentials.values()].flatMap((credential) =>
      credential.kind === 'token'
        ? [
            ...(credential.format === 'jwt' ? [credential.algorithm ?? 'RS256'] : []),
            ...(credential.id_token === undefined ? [] : [ID_TOKEN_ALGORITHM]),
          ]
        : [],
    ),
  ),
];

function describe(world: World): { readonly keys: readonly Key[] } {
  const now = world.clock.now();
  const ends = world.settings.signing_key_ends;
  return {
    keys: algorithmsOf(world).flatMap((alg) => {
      const [current, ...others] = world.keys.published(alg, now);
      const left = ends.filter((end) => now < end).reverse();
      return [
        { kid: current!.kid, alg, signs: true },
        ...others.map(({ kid }, i) => ({ kid, alg, signs: false, published_until: isoSeconds(left[i]!) })),
      ];
    }),
  };
}

export const listSigningKeys: Handler<'listSigningKeys'> = ({ sandbox, path }) => ({
  status: 200,
  body: describe(findWorld(sandbox, path.contract)),
});

export const rotateSigningKeys: Handler<'rotateSigningKeys'> = async ({ sandbox, path, body = {} }) => {
  const world = findWorld(sandbox, path.contract);
  if (algorithmsOf(world).length === 0) throw new Problem(409, `The contract ${world.contract.name} signs no tokens`);
  const end = world.clock.now() + secondsOf('overlap', body.overlap ?? 'PT1H') * MS_PER_SECOND;
  await world.changeSettings((current) => ({ ...current, signing_key_ends: [...current.signing_key_ends, end] }));
  return { status: 200, body: describe(world) };
};
