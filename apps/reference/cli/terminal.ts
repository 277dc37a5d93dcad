import type { FindingView, StepView, Text } from "../server/status.ts";

export type Language = "sv" | "en";

/** Where output goes: results to stdout, progress to stderr; with `json`, one document on stdout and nothing else. */
export interface Terminal {
  readonly language: Language;
  readonly json: boolean;
  /** A line of the result. Silent with `json`. */
  readonly line: (text?: string) => void;
  /** The one JSON document. Silent without `json`. */
  readonly document: (value: unknown) => void;
  /** A heading of the result. */
  readonly heading: (text: Text) => void;
  /** The text in the reader's language. */
  readonly say: (text: Text) => string;
  readonly findings: (findings: readonly FindingView[], most?: number) => void;
  /** Progress: a bar that redraws itself on a terminal, a line per state elsewhere. */
  readonly step: (step: StepView) => void;
  /** A line on stderr. */
  readonly note: (text: string) => void;
}

/** Where a command line writes. */
export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
}

const width = 24;

/** A terminal on two streams. */
export function terminal(streams: Streams, { language, json }: { language: Language; json: boolean }): Terminal {
  const tty = streams.stderr.isTTY === true;
  const say = (text: Text) => text[language];
  const lastShown = new Map<string, string>();
  const out: Terminal = {
    language,
    json,
    say,
    line(text = "") {
      if (!json) streams.stdout.write(`${text}\n`);
    },
    document(value) {
      if (json) streams.stdout.write(`${JSON.stringify(value)}\n`);
    },
    heading(text) {
      out.line();
      out.line(say(text));
    },
    findings(findings, most = 10) {
      for (const finding of findings.slice(0, most)) {
        const severity =
          finding.severity === "must" ? say({ sv: "måste", en: "must" }) : say({ sv: "se över", en: "check" });
        out.line(`  [${severity}] ${finding.where}: ${say(finding)}`);
        if (finding.fix) out.line(`          ${say(finding.fix)}`);
      }
      if (findings.length > most) {
        const rest = findings.length - most;
        out.line(`  ${say({ sv: `… och ${rest} till`, en: `… and ${rest} more` })}`);
      }
    },
    step(step) {
      const detail = step.detail ? `  ${say(step.detail)}` : "";
      if (step.state === "running") {
        if (tty) {
          const filled = Math.round((step.progress ?? 0) * width);
          const bar = step.progress === undefined ? "" : ` [${"#".repeat(filled)}${".".repeat(width - filled)}]`;
          streams.stderr.write(`\r\u001b[2K${say(step.title)}${bar}${detail}`);
        } else if (lastShown.get(step.id) !== "running") streams.stderr.write(`${say(step.title)} …\n`);
      } else if (step.state !== "waiting") {
        const time = step.seconds === undefined ? "" : ` (${step.seconds.toFixed(1)} s)`;
        const mark = {
          done: say({ sv: "klart", en: "done" }),
          held: say({ sv: "hålls", en: "held" }),
          failed: say({ sv: "misslyckades", en: "failed" }),
        }[step.state];
        streams.stderr.write(`${tty ? "\r\u001b[2K" : ""}${say(step.title)}: ${mark}${time}${detail}\n`);
      }
      lastShown.set(step.id, step.state);
    },
    note(text) {
      streams.stderr.write(`${text}\n`);
    },
  };
  return out;
}
