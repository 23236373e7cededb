/** The control plane's operations on the inbox of one-time passwords: list, latest, wait. */
import type { Message } from '../journal/otp-inbox.ts';
import { NO_CONTENT } from './handler.ts';
import type { Handler } from './handler.ts';
import { Problem } from './control-problem.ts';

const MS_PER_SECOND = 1_000;

/** The value, or undefined once the signal fires. */
function unlessAborted<T>(value: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const give = (): void => resolve(undefined);
    signal.addEventListener('abort', give, { once: true });
    value.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}

export const listMessages: Handler<'listMessages'> = async ({ sandbox, query }) => ({
  status: 200,
  body: { dropped: await sandbox.inbox.dropped(), messages: [...(await sandbox.inbox.list(query))] },
});

export const getLatestMessage: Handler<'getLatestMessage'> = async ({ sandbox, query }) => {
  const message = await sandbox.inbox.latest(query);
  if (!message)
    throw new Problem(
      404,
      `The inbox of sandbox "${sandbox.name}" has no message that fits; to wait for one, GET /otp/wait`,
    );
  return { status: 200, body: message };
};

export const waitForMessage: Handler<'waitForMessage'> = async ({
  sandbox,
  query: { timeout = 30, ...filter },
  closing,
}) => {
  const message: Message | undefined = await unlessAborted(
    sandbox.inbox.wait(filter, timeout * MS_PER_SECOND),
    closing,
  );
  return message ? { status: 200, body: message } : NO_CONTENT;
};
