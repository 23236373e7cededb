/** Why a request was refused, in a line: what was found out, where it was; else what came; else the rule. */
export const refusalLine = (
  { failure, got, rule }: { readonly failure: string; readonly got?: string | null | undefined; readonly rule: string },
  finding: string | undefined,
): string => `${failure}: ${finding ?? got ?? rule}`.replaceAll('\n', ' ');
