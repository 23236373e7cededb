/**
 * Keys of a target that has no control plane: the API itself gives one a new secret, and takes the old one back when the
 * check ends. So only where an operation lets the caller choose the secret, and the target file allows it.
 */
import { matchPath } from '../../mock/contract/path-template.ts';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import { NotRun } from '../check.ts';
import type { RequestParts } from '../check-context.ts';
import type { Exchange } from '../exchange.ts';
import type { TargetKey } from '../target/target.ts';
import { operationOf } from '../values/watch-answers.ts';
import { isSetter, renewing } from './key-renewal.ts';
import { keyPermissions, usableKeys } from './choose-credential.ts';
import { factOf } from './declared-responses.ts';
import type { DriverCore } from './driver-core.ts';
import type { HttpRequest } from './http-client.ts';
import { parseJson, valueAt, withValue } from './json-values.ts';
import { obtain } from './obtain-credential.ts';
import { buildRequest } from './request-builder.ts';
import { urlOf } from './request-parts.ts';
import { permits } from './scope-coverage.ts';

export interface BorrowedKeys {
  lend(credential: string, tenant: string): TargetKey;
  renew(key: TargetKey): Promise<TargetKey>;
  /** Sees each answer: whatever gave a key a new secret, it is to get its old one back. */
  learn(parts: RequestParts, exchange: Exchange): void;
  /** @throws {Error} where a key keeps a secret that its owner does not know */
  giveBack(): Promise<void>;
}

/** @param send reaches the target even when the check may send no more */
export function createBorrowedKeys(core: DriverCore, send: (request: HttpRequest) => Promise<Exchange>): BorrowedKeys {
  const { contract, target } = core;
  /** The secrets of keys now; undefined where it was not told. */
  const changed = new Map<TargetKey, string | undefined>();

  async function requestFor(operation: CompiledOperation, key: TargetKey): Promise<RequestParts> {
    const requirement = operation.requirements.find(({ method }) => method.credential === key.credential)!;
    const presentation = await obtain(core, { by: 'key', requirement, tenant: key.tenant, key });
    const parts = await buildRequest(core, operation, {}, { tenant: key.tenant, presentation });
    return core.context.present(parts, presentation);
  }

  async function giveBackOne(key: TargetKey, secret: string | undefined): Promise<void> {
    const setter = renewing(contract, key.credential).find(isSetter)!;
    const place = setter.action.type === 'key.regenerate' ? setter.action.secret! : '';
    let got = '';
    // A server may have told of a new secret, and gone on with the old one.
    for (const known of secret === undefined ? [key.secret] : [secret, key.secret]) {
      const parts = await requestFor(setter, { ...key, secret: known });
      const body = JSON.stringify(withValue(parseJson(parts.body ?? '{}'), place, key.secret));
      const { method, headers } = parts;
      const { status } = await send({ method, url: urlOf(contract, target, parts), headers, body });
      if (status < 300) return;
      got ||= `status ${status}`;
    }
    throw new Error(
      `the ${key.credential} "${key.id}" did not get its secret back (${setter.id}: ${got}); set it again, or write the new one into the target file`,
    );
  }

  return {
    lend(credential, tenant) {
      const setter = renewing(contract, credential).find(isSetter);
      if (setter === undefined)
        throw new NotRun(`the API takes no secret of a ${credential} back, once it has given a new one`);
      const { scopes } = setter.requirements.find(({ method }) => method.credential === credential)!;
      const key = usableKeys(target, credential).find(
        (one) => one.tenant === tenant && permits(keyPermissions(contract, one), scopes),
      );
      if (key === undefined)
        throw new NotRun(`the target has no ${credential} of tenant ${tenant} that may renew itself`);
      return key;
    },
    async renew(key) {
      const all = renewing(contract, key.credential);
      const operation = all.find((one) => !isSetter(one)) ?? all[0];
      if (operation === undefined) throw new NotRun(`the API renews no ${key.credential}`);
      const exchange = await core.context.send(await requestFor(operation, key));
      core.context.expect.success(exchange, operation);
      const secret = factOf(contract, operation, 'key.secret', exchange.answerBody);
      core.context.expect.that(secret !== undefined, 'a new secret in the answer', 'none', exchange);
      return { ...key, secret };
    },
    learn(parts, exchange) {
      const operation = exchange.status < 300 ? operationOf(contract, parts) : undefined;
      if (operation?.action.type !== 'key.regenerate') return;
      const { credential, path_parameter: parameter, secret: place } = operation.action;
      const id = matchPath(operation.path, parts.path)?.[parameter];
      const key = target.credentials.keys.find(
        (one) => one.credential === credential && one.status === 'active' && one.id === id,
      );
      if (key === undefined) return;
      const sent = place === undefined ? undefined : valueAt(parseJson(parts.body ?? ''), place);
      const secret =
        factOf(contract, operation, 'key.secret', exchange.answerBody) ?? (typeof sent === 'string' ? sent : undefined);
      if (secret !== undefined) core.secret(secret);
      changed.set(key, secret);
    },
    async giveBack() {
      const lost: string[] = [];
      for (const [key, secret] of changed) {
        if (secret === key.secret) continue;
        await giveBackOne(key, secret).catch((error: unknown) => {
          lost.push(error instanceof Error ? error.message : String(error));
        });
      }
      changed.clear();
      if (lost.length > 0) throw new Error(lost.join('; '));
    },
  };
}
