import { useCallback, useEffect, useState } from "react";
import type { Status } from "../server/status.ts";

export type Loaded =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly status: Status }
  | { readonly state: "lost"; readonly status?: Status };

/** The status as the server has it, read again each time the server says that it changed. */
export function useStatus(): { readonly loaded: Loaded; readonly reload: () => void } {
  const [loaded, setLoaded] = useState<Loaded>({ state: "loading" });
  const load = useCallback(async () => {
    try {
      const response = await fetch("api/status");
      if (!response.ok) throw new Error(`status ${response.status}`);
      setLoaded({ state: "ready", status: (await response.json()) as Status });
    } catch {
      // The page keeps what it last read, and says that it may be old.
      setLoaded((before) =>
        before.state === "ready" ? { state: "lost", status: before.status } : { ...before, state: "lost" },
      );
    }
  }, []);
  useEffect(() => {
    void load();
    const events = new EventSource("api/events");
    events.addEventListener("changed", () => void load());
    events.addEventListener("open", () => void load());
    events.addEventListener("error", () =>
      setLoaded((before) => (before.state === "ready" ? { state: "lost", status: before.status } : before)),
    );
    return () => events.close();
  }, [load]);
  return { loaded, reload: () => void load() };
}
