/** A client that proves its key with every request, for the checks of proofs. */
import { jsonOf } from './judge-answer.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { Form } from '../../driver/client-form.ts';
import { makeDpopKey, makeProof } from '../../driver/dpop-proof.ts';
import type { DpopKey, ProofChanges } from '../../driver/dpop-proof.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';
import type { Grant } from '../../../specs/generated/vocabulary.ts';

export interface Sending {
  /** What is wrong with the proof. */
  readonly changes?: ProofChanges;
  /** Default the client's own. */
  readonly key?: DpopKey;
  /** The headers with proofs, made from a right one; default that one alone. */
  readonly proofs?: (proof: string) => readonly string[];
  /** Default `DPoP`. */
  readonly scheme?: string;
  /** Whether a nonce that the answer gives is tried; default so. */
  readonly again?: boolean;
  /** How far its clock is ahead. */
  readonly aheadMs?: number;
}

export interface DpopClient {
  readonly key: DpopKey;
  /** What the last answer gave. */
  readonly nonce: string | undefined;
  token(client: TargetClient, form: Form, grant: Grant, sending?: Sending): Promise<Exchange>;
  /** Pushes an authorization request. */
  push(client: TargetClient, query: Form, sending?: Sending): Promise<Exchange>;
  use(token: string, tenant: string | undefined, sending?: Sending): Promise<Exchange>;
  /** Sends the nonce given from now on, and learns no other. */
  keep(nonce: string | undefined): void;
}

/** The error that an answer tells, in its body or its challenge. */
export const errorOf = (exchange: Exchange): string | undefined => {
  const told = /\berror="([^"]*)"/.exec(exchange.answerHeaders['www-authenticate'] ?? '')?.[1];
  const own = jsonOf(exchange)?.['error'];
  return told ?? (typeof own === 'string' ? own : undefined);
};

export function dpopClient(context: Context, subject: Subject): DpopClient {
  const { algorithms } = subject.credential.dpop ?? {};
  const key = makeDpopKey(algorithms === undefined || algorithms.includes('ES256') ? 'ES256' : 'RS256');
  let nonce: string | undefined;
  let kept = false;

  async function proofs(
    request: { readonly method: string; readonly url: string; readonly token?: string },
    { changes, key: own = key, proofs: all = (proof) => [proof], aheadMs = 0 }: Sending,
  ): Promise<readonly (readonly [string, string])[]> {
    const at = (await context.clock.now()) + aheadMs;
    return all(makeProof(own, { ...request, at, nonce }, changes)).map((proof) => ['DPoP', proof]);
  }

  /** A server may want a nonce, and give one (RFC 9449 §8). */
  async function withNonce(send: () => Promise<Exchange>, { again = true }: Sending): Promise<Exchange> {
    const exchange = await send();
    const given = exchange.answerHeaders['dpop-nonce'];
    const wants = errorOf(exchange) === 'use_dpop_nonce';
    context.expect.that(!wants || given !== undefined, 'a nonce in DPoP-Nonce with use_dpop_nonce', 'none', exchange);
    if (!kept) nonce = given ?? nonce;
    if (!wants || !again || kept) return exchange;
    const next = await send();
    context.expect.that(
      errorOf(next) !== 'use_dpop_nonce',
      'the nonce that was given is taken',
      'use_dpop_nonce once more',
      next,
    );
    return next;
  }

  return {
    key,
    get nonce() {
      return nonce;
    },
    keep(one) {
      nonce = one;
      kept = true;
    },
    token(client, form, grant, sending = {}) {
      const url = context.oauth.urlOf(endpointFor(subject, grant).operation);
      return withNonce(
        async () => context.oauth.token(client, form, { headers: await proofs({ method: 'POST', url }, sending) }),
        sending,
      );
    },
    push(client, query, sending = {}) {
      const url = context.oauth.urlOf(subject.push!.operation);
      return withNonce(
        async () => context.oauth.push(client, query, await proofs({ method: 'POST', url }, sending)),
        sending,
      );
    },
    use(token, tenant, sending = {}) {
      const { scheme = 'DPoP' } = sending;
      return withNonce(
        () =>
          context.oauth.useToken(token, tenant, async (parts, url) => ({
            ...parts,
            headers: [
              ...parts.headers.map(([name, value]): readonly [string, string] => [
                name,
                name.toLowerCase() === 'authorization' ? `${scheme} ${token}` : value,
              ]),
              ...(await proofs({ method: parts.method, url, token }, sending)),
            ],
          })),
        sending,
      );
    },
  };
}
