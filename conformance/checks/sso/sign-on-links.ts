/** Links that are too old, tampered with, or made with the wrong keys. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import { refused } from '../common/judge-refusal.ts';
import { isGood } from '../common/race-requests.ts';
import { nearMisses, tryEach } from '../common/near-misses.ts';
import { aroundEdge, still } from '../common/run-out.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';
import {
  BLOCK,
  developerOf,
  encrypt,
  enter,
  enterEncrypted,
  follow,
  hexOf,
  keysOf,
  linkOf,
  subjectsOf,
} from './sso-subject.ts';
import type { Subject } from './sso-subject.ts';

const SECOND = 1000;

/** One bit of a byte turned over. */
function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  const i = at < 0 ? copy.length + at : at;
  copy[i] = copy[i]! ^ 1;
  return copy;
}

interface Bad {
  readonly id: string;
  readonly title: string;
  /** The answers to bad links of this kind. */
  send(context: Context, subject: Subject): Promise<readonly Exchange[]>;
}

async function ciphertexts(
  context: Context,
  subject: Subject,
  change: (bytes: Buffer) => readonly Buffer[],
): Promise<readonly Exchange[]> {
  const { id, key } = developerOf(context);
  const bytes = encrypt(await linkOf(context, subject), key);
  return Promise.all(
    change(bytes).map((changed) => follow(context, subject, { [subject.encrypted]: changed.toString('hex') }, id)),
  );
}

const withChange = async (
  context: Context,
  subject: Subject,
  changes: Readonly<Record<string, unknown>>,
): Promise<readonly Exchange[]> => [await enter(context, subject, await linkOf(context, subject, changes))];

const BAD: readonly Bad[] = [
  {
    id: 'wrong-user-key',
    title: 'A link with a wrong user key signs nobody on',
    send: (context, subject) =>
      withChange(context, subject, { [subject.operation.action.user_key]: 'not-the-key-of-this-user' }),
  },
  {
    id: 'near-user-key',
    title: "A link's user key is compared letter for letter and whole",
    async send(context, subject) {
      const answers: Exchange[] = [];
      await tryEach(
        context,
        nearMisses(keysOf(context, subject)[0]?.secret ?? '', 'any'),
        async ({ text }) => {
          answers.push(...(await withChange(context, subject, { [subject.operation.action.user_key]: text })));
        },
        async () => isGood(await enter(context, subject, await linkOf(context, subject))),
      );
      return answers;
    },
  },
  {
    id: 'near-data',
    title: 'A link whose data goes on behind its end, or is spelled as something else, signs nobody on',
    async send(context, subject) {
      const { id, key } = developerOf(context);
      const plain = hexOf(await linkOf(context, subject));
      const secret = encrypt(await linkOf(context, subject), key).toString('hex');
      const changes: readonly ((hex: string) => string)[] = [
        (hex) => `${hex}7d`,
        (hex) => `${hex}0`,
        (hex) => `0x${hex}`,
        (hex) => `${hex}zz`,
        (hex) => `${hex}${'10'.repeat(BLOCK)}`,
        (hex) => Buffer.from(hex, 'hex').toString('base64'),
      ];
      return [
        ...(await Promise.all(changes.map((change) => follow(context, subject, { [subject.plain]: change(plain) })))),
        ...(await Promise.all(
          changes.map((change) => follow(context, subject, { [subject.encrypted]: change(secret) }, id)),
        )),
      ];
    },
  },
  {
    id: 'unknown-user',
    title: 'A link of an unknown user signs nobody on',
    send: (context, subject) => withChange(context, subject, { [subject.operation.action.user]: 'no-such-user' }),
  },
  {
    id: 'other-user-key',
    title: "A link with another user's key signs nobody on",
    send: (context, subject) =>
      withChange(context, subject, {
        [subject.operation.action.user_key]: (
          keysOf(context, subject)[1] ?? context.notRun('the target has no second key')
        ).secret,
      }),
  },
  {
    id: 'blocked-key',
    title: 'A link with a blocked key signs nobody on',
    send: (context, subject) => {
      const key =
        context.target.credentials.keys.find(
          ({ credential, status }) => credential === subject.keyCredential && status === 'blocked',
        ) ?? context.notRun('the target has no blocked key');
      return withChange(context, subject, {
        [subject.operation.action.user]: key.id,
        [subject.operation.action.user_key]: key.secret,
      });
    },
  },
  {
    id: 'missing-field',
    title: 'A link without user, key, time or person signs nobody on',
    send: async (context, subject) =>
      (
        await Promise.all(
          [
            subject.operation.action.user,
            subject.operation.action.user_key,
            subject.operation.action.timestamp,
            subject.operation.action.match,
          ].map((field) => withChange(context, subject, { [field]: undefined })),
        )
      ).flat(),
  },
  {
    id: 'timestamp-no-number',
    title: 'A link whose time is not a whole number of seconds signs nobody on',
    send: async (context, subject) =>
      (
        await Promise.all(
          ['now', null, 1.5, {}].map((time) =>
            withChange(context, subject, { [subject.operation.action.timestamp]: time }),
          ),
        )
      ).flat(),
  },
  {
    id: 'not-hexadecimal',
    title: 'A link that is not hexadecimal of a JSON object signs nobody on',
    send: async (context, subject) =>
      Promise.all(
        ['zz', 'abc', hexOf('no JSON'), hexOf('[]'), hexOf('null')].map((text) =>
          follow(context, subject, { [subject.plain]: text }),
        ),
      ),
  },
  {
    id: 'both',
    title: 'A link with plain and encrypted data signs nobody on',
    async send(context, subject) {
      const { id, key } = developerOf(context);
      const link = await linkOf(context, subject);
      return [
        await follow(
          context,
          subject,
          { [subject.plain]: hexOf(link), [subject.encrypted]: encrypt(link, key).toString('hex') },
          id,
        ),
      ];
    },
  },
  {
    id: 'neither',
    title: 'A link without data signs nobody on',
    send: async (context, subject) => [await follow(context, subject, { neither: '1' })],
  },
  {
    id: 'tampered-ciphertext',
    title: 'A link whose ciphertext or IV was changed signs nobody on',
    send: (context, subject) =>
      ciphertexts(context, subject, (bytes) => [flipped(bytes, 0), flipped(bytes, BLOCK), flipped(bytes, -1)]),
  },
  {
    id: 'truncated-ciphertext',
    title: 'A link whose ciphertext was cut short signs nobody on',
    send: (context, subject) =>
      ciphertexts(context, subject, (bytes) => [
        bytes.subarray(0, -1),
        bytes.subarray(0, -BLOCK),
        bytes.subarray(0, BLOCK),
      ]),
  },
  {
    id: 'bad-padding',
    title: 'A link whose padding is wrong signs nobody on',
    async send(context, subject) {
      const { id, key } = developerOf(context);
      const text = JSON.stringify(await linkOf(context, subject));
      const padded = text.padEnd(Math.ceil((text.length + 1) / BLOCK) * BLOCK, ' ');
      return [await follow(context, subject, { [subject.encrypted]: encrypt(padded, key, false).toString('hex') }, id)];
    },
  },
  {
    id: 'wrong-encryption-key',
    title: "A link encrypted with a key that is not the developer's signs nobody on",
    async send(context, subject) {
      const { id, key } = developerOf(context);
      const other = flipped(Buffer.from(key, 'hex'), 0).toString('hex');
      return [
        await follow(
          context,
          subject,
          { [subject.encrypted]: encrypt(await linkOf(context, subject), other).toString('hex') },
          id,
        ),
      ];
    },
  },
  {
    id: 'developer-without-key',
    title: 'A developer without an encryption key cannot use encrypted links',
    async send(context, subject) {
      const other =
        context.target.credentials.developers.find(({ encryption_key: key }) => typeof key !== 'string') ??
        context.notRun('every developer of the target has an encryption key');
      return [
        await follow(
          context,
          subject,
          { [subject.encrypted]: encrypt(await linkOf(context, subject), developerOf(context).key).toString('hex') },
          other.id,
        ),
      ];
    },
  },
];

function ages(subject: Subject): readonly Check[] {
  const { contract, operation, lifetimeMs } = subject;
  const made = async (context: Context, ago: number) =>
    linkOf(context, subject, { [operation.action.timestamp]: Math.floor((await context.clock.now()) / SECOND) - ago });
  const seconds = lifetimeMs / SECOND;
  return [
    rule({
      id: `sso.expired:${operation.id}`,
      title: 'A link works until it is exactly as old as its lifetime, and not a second longer',
      ...basisOf(contract, operation.pointer, { evidence: 'assumed' }),
      needs: ['destructive'],
      async run(context: Context) {
        await still(context);
        const { good, bad } = aroundEdge(context, seconds);
        context.expect.status(
          await enter(context, subject, await made(context, good)),
          302,
          'the link is not too old yet',
        );
        refused(context, await enter(context, subject, await made(context, bad)), operation, 'expired_link');
      },
    }),
    rule({
      id: `sso.expired-encrypted:${operation.id}`,
      title: 'An encrypted link that is too old signs nobody on',
      ...basisOf(contract, operation.pointer, { evidence: 'public' }),
      run: async (context) =>
        refused(
          context,
          await enterEncrypted(context, subject, await made(context, seconds + 60)),
          operation,
          'expired_link',
        ),
    }),
    rule({
      id: `sso.future:${operation.id}`,
      title: 'A link of an hour ahead signs nobody on',
      ...basisOf(contract, operation.pointer, { evidence: 'assumed' }),
      run: async (context) =>
        refused(context, await enter(context, subject, await made(context, -3600)), operation, [
          'invalid_link',
          'expired_link',
        ]),
    }),
  ];
}

function checksOf(subject: Subject): readonly Check[] {
  const { contract, operation } = subject;
  const known = basisOf(contract, operation.refusals.get('invalid_link')?.pointer ?? operation.pointer);
  return [
    ...BAD.map(({ id, title, send }) =>
      rule({
        id: `sso.${id}:${operation.id}`,
        title,
        ...known,
        async run(context: Context) {
          for (const exchange of await send(context, subject))
            refused(context, exchange, operation, ['invalid_link', 'expired_link']);
        },
      }),
    ),
    rule({
      id: `sso.no-oracle:${operation.id}`,
      title: 'Bad padding and bad contents get the same answer',
      ...known,
      level: 'should',
      async run(context: Context) {
        const { id, key } = developerOf(context);
        const [padding] = await BAD.find((bad) => bad.id === 'bad-padding')!.send(context, subject);
        const contents = await follow(
          context,
          subject,
          { [subject.encrypted]: encrypt('no JSON at all', key).toString('hex') },
          id,
        );
        context.expect.that(
          padding!.status === contents.status && padding!.answerBody === contents.answerBody,
          `the answer to bad padding: ${padding!.status} ${padding!.answerBody}`,
          `${contents.status} ${contents.answerBody}`,
          contents,
        );
      },
    }),
    ...ages(subject),
  ];
}

export const links: CheckFamily = ({ contract }) => subjectsOf(contract).flatMap(checksOf);
