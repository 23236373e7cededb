/** What a run asks of the thread that its sandboxes live in, and what that answers. */
import type { CredentialSheet } from '../driver/listed-credentials.ts';
import type { MadeWorld, WorldSettings } from '../driver/check-world.ts';

export type Request =
  | {
      readonly do: 'start';
      /** Its name, or its path. */
      readonly contract: string;
      readonly name: string;
      readonly seed: string | number | undefined;
      readonly tls: boolean;
      readonly allowRefs: readonly string[] | undefined;
    }
  /** `server` is the number that `start` answered with; `contract` its name. */
  | {
      readonly do: 'make';
      readonly server: number;
      readonly contract: string;
      readonly world: string;
      readonly settings: WorldSettings;
      /** Worlds of this server that are not needed any more. */
      readonly forget: readonly string[];
    }
  | { readonly do: 'stop'; readonly server: number };

export interface Started {
  readonly server: number;
  readonly baseUrl: string;
  readonly control: string;
  /** What clients have to trust, in PEM; undefined where it speaks plain HTTP. */
  readonly ca: string | undefined;
  readonly credentials: CredentialSheet;
}

export interface Answers {
  readonly start: Started;
  readonly make: Omit<MadeWorld, 'close'>;
  readonly stop: undefined;
}

export interface Numbered {
  readonly number: number;
  readonly request: Request;
}

export interface Answer {
  readonly number: number;
  readonly value?: Answers[Request['do']];
  readonly error?: string;
}
