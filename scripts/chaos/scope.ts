/** What is opened for a piece of work, and closed at its end, the last first. */
export interface Scope {
  teardown(close: () => unknown): void;
}

export interface OpenScope extends Scope {
  close(): Promise<void>;
}

export function openScope(): OpenScope {
  const closes: (() => unknown)[] = [];
  return {
    teardown: (close) => void closes.push(close),
    async close() {
      for (const close of closes.splice(0).reverse()) await close();
    },
  };
}
