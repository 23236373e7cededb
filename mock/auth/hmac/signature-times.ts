/** Timestamps of signatures, as contracts have them written. */
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';

export type TimestampFormat = NonNullable<SignatureCredential['timestamp_format']>;

/** What a timestamp must be, in words. */
export const TIMESTAMP_WORDS: Readonly<Record<TimestampFormat, string>> = {
  epoch: 'whole epoch seconds',
  milliseconds: 'whole milliseconds since 1970',
  iso_basic: 'a UTC time as 20250401T093000Z',
  http_date: 'an HTTP date as Tue, 01 Apr 2025 09:30:00 GMT',
};

/** What it consists of, for the short form. */
export const TIMESTAMP_SHAPES: Readonly<Record<TimestampFormat, string>> = {
  epoch: '1 to 15 digits',
  milliseconds: '13 to 15 digits',
  iso_basic: 'of that form',
  http_date: 'of that form',
};

export const formatOf = ({ timestamp_format: format = 'epoch' }: SignatureCredential): TimestampFormat => format;

/** A time as the contract has it written. */
export function writtenTime(format: TimestampFormat, seconds: number): string {
  const date = new Date(seconds * 1000);
  switch (format) {
    case 'epoch':
      return String(seconds);
    case 'milliseconds':
      return String(seconds * 1000);
    case 'iso_basic':
      return `${date.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
    case 'http_date':
      return date.toUTCString();
  }
}

const LATEST_SECONDS = 8_640_000_000_000;

/** Epoch seconds, the whole second in which it was made; undefined if it is not written as the contract says. */
export function secondsOf(credential: SignatureCredential, timestamp: string | undefined): number | undefined {
  if (timestamp === undefined) return undefined;
  const format = formatOf(credential);
  if (format === 'epoch') return /^\d{1,15}$/.test(timestamp) ? Number(timestamp) : undefined;
  if (format === 'milliseconds')
    return /^\d{13,15}$/.test(timestamp) ? Math.floor(Number(timestamp) / 1000) : undefined;
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp) ?? [];
  const text =
    format === 'http_date'
      ? timestamp
      : `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`;
  const seconds = Date.parse(text) / 1000;
  // Only what would be written so again: neither the 31st of April nor a date in another form.
  return Number.isSafeInteger(seconds) && writtenTime(format, seconds) === timestamp ? seconds : undefined;
}

/** `20250401`, in UTC; undefined where the timestamp is none. */
export function dayOf(credential: SignatureCredential, timestamp: string | undefined): string | undefined {
  const seconds = secondsOf(credential, timestamp);
  return seconds === undefined || seconds > LATEST_SECONDS ? undefined : writtenTime('iso_basic', seconds).slice(0, 8);
}
