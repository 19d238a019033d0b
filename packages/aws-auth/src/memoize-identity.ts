/** Something that authorises requests and may stop working at a known moment. */
export interface ExpiringIdentity {
  readonly expiration?: Date;
}

/** Resolves an identity; `forceRefresh` asks for a new one whatever the age of the kept one. */
export type IdentityProvider<Identity extends ExpiringIdentity> = (options?: {
  readonly forceRefresh?: boolean;
}) => Promise<Identity>;

/** An identity is asked for again when less than this remains; the AWS SDK's own chain has the same threshold. */
export const refreshThresholdMs = 300_000;

/**
 * Keeps an identity until five minutes before it expires, for good when it does not say. At most one refresh is under
 * way, and a failed one is not kept.
 *
 * @param clock milliseconds since 1970
 */
export function memoizeIdentity<Identity extends ExpiringIdentity>(
  provider: () => Promise<Identity>,
  clock: () => number = Date.now,
): IdentityProvider<Identity> {
  let kept: Identity | undefined;
  let underWay: Promise<Identity> | undefined;
  const refresh = async (): Promise<Identity> => {
    try {
      kept = await provider();
      return kept;
    } finally {
      underWay = undefined;
    }
  };
  return async (options) => {
    if (kept !== undefined && options?.forceRefresh !== true && isFresh(kept, clock())) return kept;
    underWay ??= refresh();
    return underWay;
  };
}

const isFresh = ({ expiration }: ExpiringIdentity, now: number): boolean =>
  expiration === undefined || expiration.getTime() - now >= refreshThresholdMs;
