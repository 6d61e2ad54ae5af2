/** Keyed functions of one tenant. Keys of different tenants are independent. An unknown tenant gets a key as well. */
export interface Keys {
  /** 4 characters of `a-z2-7`: the same for the same tenant, kind and value, and telling nothing of the value. */
  pseudonym(tenantId: string, kind: string, value: string): string;
  /** 24 characters of URL-safe base64: as a pseudonym, and so long that no two values meet; for comparing what may not be read. */
  digest(tenantId: string, kind: string, value: string): string;
  /** Authenticated encryption; the same text seals to something else each time. URL-safe base64. */
  seal(tenantId: string, text: string): string;
  /** @throws PipelineFailure `InputInvalid` when it was not sealed with this tenant's key. */
  open(tenantId: string, sealed: string): string;
}
