/** Links that sign people in: asked for, read as the target allows, and handed over. */
import { CheckFailure, NotRun } from '../check.ts';
import type { LinkDriver, SentLink } from '../check-drivers.ts';
import type { RequestParts } from '../check-context.ts';
import type { CompiledContract, CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { LinkRedeemAction, LinkRequestAction } from '../../specs/generated/vocabulary.ts';
import type { Exchange } from '../exchange.ts';
import { brokenRule, refusedCall } from '../symptom.ts';
import type { Target, TargetClient, TargetUser } from '../target/target.ts';
import { askCommand } from './ask-command.ts';
import { askPerson } from './ask-person.ts';
import { exampleBody } from './contract-examples.ts';
import { withValue } from './json-values.ts';
import type { DriverCore } from './driver-core.ts';

/** Seconds that the inbox is waited for. */
const PATIENCE = 5;

interface Message {
  readonly id: number;
  readonly code: string;
  readonly link?: string;
  readonly to: string;
}

export function sendingOf({ contract }: Pick<DriverCore, 'contract'>, redeem: CompiledOperation): CompiledOperation {
  const name = redeem.action.type === 'link.redeem' ? redeem.action.request : undefined;
  const found = contract.operations.find(({ id }) => id === name);
  if (found?.action.type !== 'link.request') throw new Error(`${redeem.id} takes no links`);
  return found;
}

const sends = ({ id, action }: CompiledOperation): LinkRequestAction => {
  if (action.type !== 'link.request') throw new Error(`${id} sends no links`);
  return action;
};

const takes = ({ id, action }: CompiledOperation): LinkRedeemAction => {
  if (action.type !== 'link.redeem') throw new Error(`${id} takes no links`);
  return action;
};

/** Where a user's links go; undefined where nobody says. */
export function addressOf(
  { users }: CompiledContract,
  operation: CompiledOperation,
  { id, username }: TargetUser,
): string | undefined {
  const { user_field: field = 'username' } = sends(operation);
  if (field === 'username') return username ?? undefined;
  const value = users.get(id)?.profile?.[field];
  return typeof value === 'string' ? value : undefined;
}

/** An app that can be named, with nothing proven: by preference of a person's tenant. */
export const publicClient = (
  { credentials }: Target,
  fits: (client: TargetClient) => boolean = () => true,
): TargetClient | undefined =>
  credentials.clients.find(
    (client) =>
      client.client_secret === null &&
      client.assertion_key === null &&
      client.certificate === undefined &&
      (client.token_endpoint_auth_method ?? 'none') === 'none' &&
      fits(client),
  );

/** What stands for the token in a link, or the token that somebody gave instead. */
export function tokenIn(template: string, link: string): string {
  const [before, after] = template.split('{token}');
  const tail = before!.slice(before!.search(/[?#][^?#]*$/) + 1);
  const from = link.lastIndexOf(tail);
  if (from === -1 || !/[:/?#]/.test(link)) return link;
  const rest = link.slice(from + tail.length);
  const end = after === '' ? rest.length : rest.indexOf(after!);
  return decodeURIComponent(end === -1 ? rest : rest.slice(0, end));
}

/** The cookies that an answer sets, as a browser sends them back. */
export const cookiesOf = ({ answerHeaders }: Exchange): string =>
  [...(answerHeaders['set-cookie'] ?? '').matchAll(/(?:^|,\s*|\n)([!#$%&'*+.^_`|~\w-]+=[^;,\s]*)/g)]
    .map(([, pair]) => pair)
    .join('; ');

export function createLinks(core: DriverCore): LinkDriver {
  /** A world of the check's own has one inbox: whatever comes next is the link, wherever it was sent. */
  const lastId = async (): Promise<number> => {
    const list = await core.control?.call<{ readonly messages: readonly Message[] }>(
      'GET',
      `/otp?contract=${encodeURIComponent(core.contract.name)}`,
    );
    return list?.messages.at(-1)?.id ?? 0;
  };

  const read = async (operation: CompiledOperation, to: string, after: number): Promise<SentLink['message']> => {
    const { target, contract, control } = core;
    switch (target.otp.kind) {
      case 'control': {
        if (control === undefined) throw new NotRun('links are read from a control plane, and the target has none');
        const message = await control.call<Message | undefined>(
          'GET',
          `/otp/wait?timeout=${PATIENCE}&contract=${encodeURIComponent(contract.name)}&after=${after}`,
        );
        if (message === undefined)
          throw new CheckFailure({
            expected: `a link sent to ${to}`,
            got: `none within ${PATIENCE} seconds`,
            symptoms: [brokenRule('no link arrives', 'none arrives')],
            preparation: true,
          });
        return { token: message.code, link: message.link, to: message.to };
      }
      case 'command': {
        const link = await askCommand(core, 'capabilities.otp', target.otp, { OTP_ID: '', OTP_TO: to });
        return { token: tokenIn(sends(operation).link, link), link, to };
      }
      case 'prompt': {
        const link = await askPerson(core, '', `Link that signs in, sent to ${to}: `);
        return { token: tokenIn(sends(operation).link, link), link, to };
      }
      default:
        throw new NotRun('the target does not say how a link that signs in is read');
    }
  };

  const ask: LinkDriver['ask'] = async (operation, address) => {
    const body = withValue(exampleBody(core.contract, operation)?.value ?? {}, sends(operation).address, address);
    return core.context.send(await core.context.request(operation, { body: JSON.stringify(body) }));
  };

  const appOf = (user: TargetUser | undefined): TargetClient =>
    publicClient(core.target, ({ tenant }) => user === undefined || tenant === user.tenant) ??
    core.context.notRun("the target has no public client of the person's tenant");

  return {
    ask,
    async send(operation, user, written) {
      const address =
        addressOf(core.contract, operation, user) ??
        core.context.notRun(`nobody says where ${operation.id} sends the links of ${user.id}`);
      const after = await lastId();
      const exchange = await ask(operation, written ?? address);
      if (exchange.status === 429 && sends(operation).per_address !== undefined && core.control === undefined)
        throw new NotRun(`${operation.id} sends no more links to ${address} for now`);
      if (exchange.status >= 400)
        throw new CheckFailure({
          expected: 'a link to be sent',
          got: `status ${exchange.status}`,
          exchange,
          symptoms: [refusedCall(operation.id, undefined, exchange.status, `status ${exchange.status}`)],
          preparation: true,
        });
      const message = await read(operation, address, after);
      core.secret(message.token);
      return { exchange, message, user, cookies: cookiesOf(exchange) };
    },
    async redemption(redeem, { message: { token }, cookies, user, client }) {
      const action = takes(redeem);
      const named = action.client === undefined ? undefined : (client ?? appOf(user).client_id);
      const parts: RequestParts =
        action.token === undefined
          ? await core.context.request(redeem, { body: undefined }).then((bare) => ({
              ...bare,
              query: [
                ...bare.query.filter(([name]) => name !== action.token_parameter),
                [action.token_parameter!, token],
              ],
            }))
          : await core.context.request(redeem, {
              body: JSON.stringify(
                [[action.token, token], ...(named === undefined ? [] : [[action.client!, named]])].reduce<unknown>(
                  (body, [pointer, value]) => withValue(body, pointer!, value),
                  exampleBody(core.contract, redeem)?.value ?? {},
                ),
              ),
            });
      return cookies === '' ? parts : { ...parts, headers: [...parts.headers, ['Cookie', cookies]] };
    },
  };
}
