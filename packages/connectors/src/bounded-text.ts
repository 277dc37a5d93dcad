export type Body = { readonly text: string } | "too-large" | "not-utf-8";

/** The body as text, unless it is larger than `limit` bytes: a source can't fill our memory. Rejects when it is cut. */
export async function boundedText(response: Pick<Response, "body" | "headers">, limit: number): Promise<Body> {
  if (Number(response.headers.get("content-length") ?? 0) > limit) {
    await response.body?.cancel();
    return "too-large";
  }
  // One decoder for all chunks: a chunk may end between the two bytes of an å.
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reader = response.body?.getReader();
  const parts: string[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || reader === undefined) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      return "too-large";
    }
    try {
      parts.push(decoder.decode(value, { stream: true }));
    } catch {
      await reader.cancel();
      return "not-utf-8";
    }
  }
  try {
    parts.push(decoder.decode());
  } catch {
    return "not-utf-8";
  }
  return { text: parts.join("") };
}
