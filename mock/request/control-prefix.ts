/** Below this the control plane answers. */
export const CONTROL_PREFIX = '/_tollgate';
