/** Links that sign people in: for whom they are, how often, how long, and in whose browser. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import { parsed } from '../common/compare-answers-json.ts';
import { NIST_OTP, basisOf } from '../common/contract-citation.ts';
import type { Basis } from '../common/contract-citation.ts';
import { refused } from '../common/judge-refusal.ts';
import { expectRefused, nearMisses, tryEach } from '../common/near-misses.ts';
import { atOnce, expectOneGood } from '../common/race-requests.ts';
import { runOut, still } from '../common/run-out.ts';
import { rule } from '../common/scenario-check.ts';
import { expectSeconds } from '../common/stated-seconds.ts';
import { addressOf, cookiesOf, publicClient } from '../../driver/link-driver.ts';
import { refreshByLink } from './link-refresh.ts';
import { accepted, redeem, sentLink, givenBy, subjectsOf, userOf, useGiven } from './link-subject.ts';
import type { Subject } from './link-subject.ts';
import type { TargetUser } from '../../target/target.ts';
import { figures, leewayOf } from '../derived/support/read-quota.ts';

const NO_MORE = ['used_link', 'invalid_link', 'expired_link'] as const;
const UNKNOWN = ['invalid_link', 'invalid_parameter', 'invalid_body'] as const;

/** HEAD is safe: a client that sends it asks for nothing to be done. */
const SAFE = {
  standard: 'RFC 9110 §9.2.1, §9.3.2',
  url: 'https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1',
} as const;

/** Addresses that nobody has, in the form of one that somebody has. */
const nobodys = (address: string): string =>
  address.includes('@')
    ? `nobody.${address}`
    : address.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 7) % 10));

/** What an answer shows of itself: its status, its body, and which cookies it sets. */
const looks = (exchange: Exchange): string =>
  JSON.stringify([
    exchange.status,
    parsed(exchange.answerBody) ?? exchange.answerBody,
    cookiesOf(exchange)
      .split('; ')
      .map((pair) => pair.split('=', 1)[0]),
  ]);

function sending(subject: Subject, basis: Basis): readonly Check[] {
  const { contract, sends, lifetimeMs } = subject;
  const { unknown = 'accept' } = sends.action;
  const address = (context: Context): string => addressOf(contract, sends, userOf(context, subject))!;
  return [
    rule({
      id: `link.sent:${sends.id}`,
      title: 'A link is sent, and its token stands nowhere in the answer',
      ...basis,
      needs: ['otp'],
      async run(context: Context) {
        const { exchange, message } = await sentLink(context, subject);
        context.expect.contract(exchange, sends);
        const shown = [exchange.answerBody, ...Object.values(exchange.answerHeaders)].some((text) =>
          text.includes(message.token),
        );
        context.expect.that(!shown, 'the token to be kept out of the answer', 'the token in the answer', exchange);
        expectSeconds(context, contract, sends, 'link.expires_in', lifetimeMs, exchange);
      },
    }),
    unknown === 'accept'
      ? rule({
          id: `link.same-answer:${sends.id}`,
          title: 'The answer is the same whether somebody has the address or not',
          ...basis,
          async run(context: Context) {
            const known = address(context);
            const first = await context.links.ask(sends, known);
            const other = await context.links.ask(sends, nobodys(known));
            context.expect.that(
              looks(first) === looks(other),
              `the answer to an address that somebody has: ${first.status} ${first.answerBody}`,
              `${other.status} ${other.answerBody}`,
              other,
            );
          },
        })
      : rule({
          id: `link.unknown-user:${sends.id}`,
          title: 'An address that nobody has is refused',
          ...basis,
          run: async (context: Context) =>
            refused(context, await context.links.ask(sends, nobodys(address(context))), sends, 'unknown_user'),
        }),
  ];
}

function onFile(subject: Subject, basis: Basis): Check {
  const { contract, sends } = subject;
  const written = (context: Context): string | undefined => {
    const address = addressOf(contract, sends, userOf(context, subject))!;
    return address === address.toUpperCase() ? undefined : address.toUpperCase();
  };
  return rule({
    id: `link.address-on-file:${sends.id}`,
    title: 'A link goes to the address that the person has, however the request writes it',
    ...basis,
    needs: ['otp', 'control'],
    async run(context: Context) {
      const user = userOf(context, subject);
      const other = written(context) ?? context.notRun('the address has no small letters');
      const link = await context.links.send(sends, user, other);
      context.expect.that(
        link.message.to === addressOf(contract, sends, user),
        'the address on file',
        'the one that the request wrote',
        link.exchange,
      );
      await accepted(context, subject, link);
    },
  });
}

function addressees(subject: Subject, basis: Basis): readonly Check[] {
  const { contract, takes } = subject;
  const profile = contract.operations.find(
    ({ action, requirements }) =>
      action.type === 'profile.get' && requirements.some(({ method }) => method.credential === takes.action.credential),
  );
  return [
    ...(profile === undefined
      ? []
      : [
          rule({
            id: `link.of-its-person:${takes.id}`,
            title: 'Each link signs in the person it was sent to',
            ...basis,
            needs: ['otp'],
            async run(context: Context) {
              const one = userOf(context, subject);
              const two = userOf(context, subject, one);
              const links = [await sentLink(context, subject, one), await sentLink(context, subject, two)];
              const shown: string[] = [];
              for (const link of links) {
                const exchange = await useGiven(context, subject, await accepted(context, subject, link));
                context.expect.success(exchange, subject.use!.operation);
                shown.push(exchange.answerBody);
              }
              context.expect.that(shown[0] !== shown[1], 'two people', 'one person for both links');
            },
          }),
        ]),
  ];
}

function lives(subject: Subject, basis: Basis): readonly Check[] {
  const { sends, takes, lifetimeMs } = subject;
  const { newest_only: newestOnly = true } = sends.action;
  return [
    rule({
      id: `link.expiry:${takes.id}`,
      title: 'A link works until the second before its end, and not at its end',
      ...basis,
      needs: ['otp', 'wait'],
      async run(context: Context) {
        context.clock.within(lifetimeMs);
        await still(context);
        // Of one person the newest link alone may live.
        const [one, other] = [userOf(context, subject), userOf(context, subject, userOf(context, subject))];
        const [early, late] = [await sentLink(context, subject, one), await sentLink(context, subject, other)];
        await runOut(context, lifetimeMs, {
          before: () => accepted(context, subject, early),
          end: async () =>
            refused(context, await redeem(context, subject, late), takes, ['expired_link', 'invalid_link']),
        });
      },
    }),
    newestOnly
      ? rule({
          id: `link.replaced:${takes.id}`,
          title: 'A newer link ends the older one of the same person, and of nobody else',
          ...basis,
          needs: ['otp'],
          async run(context: Context) {
            const [one, two] = [userOf(context, subject), userOf(context, subject, userOf(context, subject))];
            const first = await sentLink(context, subject, one);
            const others = await sentLink(context, subject, two);
            const second = await sentLink(context, subject, one);
            refused(context, await redeem(context, subject, first), takes, NO_MORE);
            await accepted(context, subject, second);
            await accepted(context, subject, others);
          },
        })
      : rule({
          id: `link.older-lives:${takes.id}`,
          title: 'An older link works beside a newer one of the same person',
          ...basis,
          needs: ['otp'],
          async run(context: Context) {
            const [first, second] = [await sentLink(context, subject), await sentLink(context, subject)];
            await accepted(context, subject, second);
            await accepted(context, subject, first);
          },
        }),
  ];
}

function uses(subject: Subject, basis: Basis, contractBasis: Basis): readonly Check[] {
  const { takes, sends, use } = subject;
  const browser = sends.action.browser_cookie;
  return [
    rule({
      id: `link.signs-in:${takes.id}`,
      title:
        subject.gives === 'session.token'
          ? 'A link opens a session that works'
          : 'A link gives an access token that works',
      ...contractBasis,
      needs: ['otp'],
      async run(context: Context) {
        const exchange = await redeem(context, subject, await sentLink(context, subject));
        context.expect.success(exchange, takes);
        context.expect.contract(exchange, takes);
        const token = givenBy(context, subject, exchange);
        if (use !== undefined) context.expect.success(await useGiven(context, subject, token), use.operation);
      },
    }),
    rule({
      id: `link.single-use:${takes.id}`,
      title: 'A link works once',
      ...basis,
      needs: ['otp'],
      async run(context: Context) {
        const link = await sentLink(context, subject);
        await accepted(context, subject, link);
        refused(context, await redeem(context, subject, link), takes, NO_MORE);
      },
    }),
    rule({
      id: `link.race:${takes.id}`,
      title: 'Of many who follow one link at once one is signed in',
      ...basis,
      needs: ['otp'],
      async run(context: Context) {
        const parts = await context.links.redemption(takes, await sentLink(context, subject));
        expectOneGood(
          context,
          await atOnce(
            context,
            Array.from({ length: 8 }, () => parts),
          ),
          takes,
        );
      },
    }),
    ...(takes.method !== 'GET'
      ? []
      : [
          rule({
            id: `link.head:${takes.id}`,
            title: 'A HEAD request, as scanners of mail send, neither uses a link up nor opens a session',
            ...basis,
            evidence: 'standard',
            citation: SAFE,
            needs: ['otp'],
            async run(context: Context) {
              const link = await sentLink(context, subject);
              const parts = await context.links.redemption(takes, link);
              const exchange = await context.send({ ...parts, method: 'HEAD' });
              context.expect.that(cookiesOf(exchange) === '', 'no cookie', 'a cookie', exchange);
              await accepted(context, subject, link);
            },
          }),
        ]),
    rule({
      id: `link.unknown:${takes.id}`,
      title: 'A token that was never sent signs nobody in',
      ...basis,
      run: async (context: Context) =>
        refused(
          context,
          await redeem(context, subject, {
            message: { token: 'never-sent-by-anybody-00000000000000', link: undefined, to: '' },
            cookies: '',
          }),
          takes,
          UNKNOWN,
        ),
    }),
    rule({
      id: `link.near-token:${takes.id}`,
      title: "What is almost a link's token signs nobody in, and leaves the link as it is",
      ...basis,
      needs: ['otp'],
      async run(context: Context) {
        const link = await sentLink(context, subject);
        const near = nearMisses(link.message.token, takes.action.token === undefined ? 'query' : 'any');
        await tryEach(
          context,
          near,
          async ({ how, text }) =>
            expectRefused(
              context,
              await redeem(context, subject, { ...link, message: { ...link.message, token: text } }),
              takes,
              UNKNOWN,
              how,
            ),
          // Another link would take this one's place, and nobody is locked out of a link.
          () => Promise.resolve(true),
        );
        await accepted(context, subject, link);
      },
    }),
    ...(browser === undefined
      ? []
      : [
          rule({
            id: `link.other-browser:${takes.id}`,
            title: 'A link works in the browser that asked for it, in no other, and a try elsewhere does it no harm',
            ...contractBasis,
            needs: ['otp'],
            async run(context: Context) {
              const one = userOf(context, subject);
              const link = await sentLink(context, subject, one);
              const other = await sentLink(context, subject, userOf(context, subject, one));
              for (const cookies of ['', other.cookies, `${browser}=made-up`])
                refused(context, await redeem(context, subject, { ...link, cookies }), takes, 'invalid_link');
              await accepted(context, subject, link);
            },
          }),
        ]),
  ];
}

/** How often one address is sent a link. */
function limits(subject: Subject, basis: Basis): readonly Check[] {
  const { contract, sends } = subject;
  const { per_address: name, unknown = 'accept' } = sends.action;
  const figure = name === undefined ? undefined : figures(contract, name);
  if (name === undefined || figure === undefined) return [];
  const { limit, windowMs } = figure;
  /** How long after the first of them one more is let through. */
  const waitMs =
    contract.rateLimits.get(name)!.algorithm === 'token_bucket'
      ? Math.ceil(windowMs / limit)
      : windowMs - leewayOf(contract, name);
  const address = (context: Context, other?: TargetUser): string =>
    addressOf(contract, sends, userOf(context, subject, other))!;
  /** So often that one more is too much. */
  const fill = async (context: Context, written: (i: number) => string): Promise<void> => {
    // The worlds of checks have room for whatever they send; here the contract's own figure is tried.
    await context.settings({ rate_limits: { [name]: null } });
    await still(context);
    for (let i = 0; i < limit; i++) {
      const exchange = await context.links.ask(sends, written(i));
      context.expect.that(exchange.status !== 429, `${limit} requests for one address`, `${i}`, exchange);
    }
  };
  const over = (context: Context, exchange: Exchange): void => refused(context, exchange, sends, 'rate_limited');
  return [
    rule({
      id: `link.address-limit:${sends.id}`,
      title: 'One address is sent so many links and no more, however it is written, and others are sent theirs',
      ...basis,
      // Whoever has no control plane has the counts of every other check.
      needs: ['control'],
      async run(context: Context) {
        const own = address(context);
        await fill(context, (i) => (i % 2 === 0 ? own : own.toUpperCase()));
        over(context, await context.links.ask(sends, own));
        over(context, await context.links.ask(sends, own.toUpperCase()));
        const other = await context.links.ask(sends, address(context, userOf(context, subject)));
        context.expect.success(other, sends);
      },
    }),
    ...(unknown === 'accept'
      ? [
          rule({
            id: `link.address-limit-nobody:${sends.id}`,
            title: 'An address that nobody has meets the same limit',
            ...basis,
            needs: ['control'],
            async run(context: Context) {
              const nobody = nobodys(address(context));
              await fill(context, () => nobody);
              over(context, await context.links.ask(sends, nobody));
            },
          }),
        ]
      : []),
    rule({
      id: `link.address-limit-window:${sends.id}`,
      title: 'When the window is over an address is sent links again, as Retry-After says',
      ...basis,
      needs: ['control', 'wait'],
      async run(context: Context) {
        context.clock.within(waitMs);
        await still(context);
        const own = address(context);
        await fill(context, () => own);
        await runOut(context, waitMs, {
          async before() {
            const exchange = await context.links.ask(sends, own);
            over(context, exchange);
            const stated = exchange.answerHeaders['retry-after'];
            context.expect.that(
              stated === undefined || !/^\d+$/.test(stated) || Number(stated) === 1,
              'Retry-After: 1, a second before the end of the window',
              `Retry-After: ${stated}`,
              exchange,
            );
          },
          end: async () => context.expect.success(await context.links.ask(sends, own), sends),
        });
      },
    }),
  ];
}

/** Who is given tokens for a link. */
function holders(subject: Subject, basis: Basis): readonly Check[] {
  const { takes } = subject;
  if (takes.action.client === undefined) return [];
  /** Refused for the client it names, and the link still works. */
  const unfit = (
    id: string,
    title: string,
    client: (context: Context, user: TargetUser) => string | undefined,
    lacking = '',
  ): Check =>
    rule({
      id: `${id}:${takes.id}`,
      title,
      ...basis,
      needs: ['otp'],
      async run(context: Context) {
        const link = await sentLink(context, subject);
        const named = client(context, link.user) ?? context.notRun(`the target has no ${lacking}`);
        const exchange = await redeem(context, subject, { ...link, client: named });
        refused(context, exchange, takes, ['invalid_client', 'invalid_link']);
        await accepted(context, subject, link);
      },
    });
  return [
    unfit(
      'link.unknown-client',
      'A client that does not exist gets no token, and the link stays as it is',
      () => 'no-such-client',
    ),
    unfit(
      'link.other-tenant',
      'A client of another tenant gets no token for a person, and the link stays as it is',
      ({ target }, { tenant }) => publicClient(target, (client) => client.tenant !== tenant)?.client_id,
      'public client of another tenant',
    ),
    unfit(
      'link.named-alone',
      'A client that has a secret gets no token by its name alone',
      ({ target }, { tenant }) =>
        target.credentials.clients.find((client) => client.client_secret !== null && client.tenant === tenant)
          ?.client_id,
      "client with a secret of the person's tenant",
    ),
  ];
}

function checksOf(subject: Subject): readonly Check[] {
  const { contract, sends, takes } = subject;
  const said = basisOf(contract, sends.pointer);
  const once = basisOf(contract, takes.pointer, { evidence: 'assumed', standard: NIST_OTP });
  return [
    ...(subject.isFirst ? [...sending(subject, said), ...limits(subject, said), onFile(subject, once)] : []),
    ...addressees(subject, once),
    ...lives(subject, once),
    ...uses(subject, once, basisOf(contract, takes.pointer)),
    ...holders(subject, basisOf(contract, takes.pointer)),
    ...refreshByLink(subject),
  ];
}

const links: CheckFamily = ({ contract }) => subjectsOf(contract).flatMap(checksOf);

export const link: readonly CheckFamily[] = [links];
