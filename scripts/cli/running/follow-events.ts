/** Reads server-sent events. @see [HTML §9.2](https://html.spec.whatwg.org/multipage/server-sent-events.html) */
import { ask } from './running-sandbox.ts';
import type { Asking, RunningOptions } from './running-sandbox.ts';

/** Calls `tell` with the data of each event until the stream ends. */
export async function followEvents(
  options: RunningOptions,
  query: Asking['query'],
  tell: (data: string) => void,
): Promise<void> {
  const { body } = await ask(options, '/journal/events', { query: query ?? {} });
  if (body === null) return;
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = event
        .split('\n')
        .filter((line) => line.startsWith('data: '))
        .map((line) => line.slice('data: '.length))
        .join('\n');
      if (data !== '') tell(data);
    }
  }
}
