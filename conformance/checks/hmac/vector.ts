/**
 * Vectors that anybody can compute, for keys that a contract has fixed: the one thing here that neither side made up
 * alone.
 */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { changes } from '../common/find-operations.ts';
import { rule } from '../common/scenario-check.ts';
import { credentialPointer, basisOf } from '../common/contract-citation.ts';
import { partValues, sign } from '../../driver/sign-message.ts';
import { sendSigned, subjectsOf } from './hmac-subject.ts';

interface Vector {
  readonly id: string;
  readonly secret: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** `printf %s <id><timestamp> | openssl dgst -sha256 -hmac <secret>` */
export const VECTORS: readonly Vector[] = [
  {
    id: '11e95f8ec39de8fbdb0a4f1a',
    secret: 'my_user_hash_key',
    timestamp: '1700000000',
    signature: '75cac5c037bc9183a42e6b4db694c24f111807450ecdb5a70669b7b708e9daee',
  },
];

const RFC_2104 = { standard: 'RFC 2104 §2', url: 'https://www.rfc-editor.org/rfc/rfc2104#section-2' };

export const vectors: CheckFamily = ({ contract }) =>
  subjectsOf(contract).flatMap((subject) => {
    const { name, credential, operation } = subject;
    const vector = VECTORS.find(({ id, secret }) =>
      contract.seed.keys?.some((key) => key.credential === name && key.id === id && key.secret === secret),
    );
    if (vector === undefined || JSON.stringify(credential.message) !== '["id","timestamp"]') return [];
    return [
      rule({
        id: `hmac.vector:${operation.id}`,
        title: 'The published vector is accepted at its time',
        ...basisOf(contract, credentialPointer(name), {
          about: new RegExp(vector.timestamp),
          evidence: 'standard',
          standard: RFC_2104,
        }),
        needs: ['clock', ...changes(operation)],
        async run(context: Context) {
          const key =
            context.target.credentials.keys.find(
              (candidate) => candidate.credential === name && candidate.id === vector.id,
            ) ?? context.notRun('the target does not have the key of the vector');
          const own = sign(
            credential,
            vector.secret,
            partValues(
              credential,
              { method: 'GET', path: '', query: [], headers: [], body: undefined },
              { ...vector, nonce: '', headers: [] },
              '',
            ),
          );
          if (own !== vector.signature) throw new Error('the suite signs otherwise than the vector says');
          await context.clock.freeze();
          await context.clock.advance(Number(vector.timestamp) * 1000 - (await context.clock.now()));
          context.expect.success(
            await sendSigned(context, subject, { key, timestamp: vector.timestamp, sent: () => vector.signature }),
            operation,
          );
        },
      }),
    ];
  });
