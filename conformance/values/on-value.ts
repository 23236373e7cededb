/** The callback that hears of each value that was judged. */
import type { Fact } from '../../mock/contract/fill-values.ts';
import type { Finding } from '../check.ts';

/** What a value is of: a fact, or one of these. */
export type Aspect = Fact | 'record' | 'profile' | 'literal' | 'declared';

/** Told of each value that was judged. */
export type OnValue = (aspect: Aspect, operation: string, place: string, finding: Finding | undefined) => void;
