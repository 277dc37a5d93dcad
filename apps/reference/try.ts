import { municipality } from "/work/main/apps/reference/demo/municipality.ts";
for (const scale of [1, 0.05]) {
const t = performance.now();
const m = municipality(1, { scale });
console.log(scale, Math.round(performance.now() - t), "ms", m.units.length);
for (const [k, v] of Object.entries(m.truth)) console.log(k, (v as any).length ?? (v as any).size);
const c: any = {}; for (const s of m.staff) c[s.group] = (c[s.group] ?? 0) + 1; console.log(c, m.staff.length);
const types: any = {}; for (const e of [...m.truth.enrolments, ...m.truth.placements]) types[e.schoolType] = (types[e.schoolType] ?? 0) + 1; console.log(types);
const kids = new Set([...m.truth.enrolments, ...m.truth.placements].map(e => e.person)); console.log("pupils", kids.size);
const sz = new Map(); for (const x of m.truth.memberships) if (x.role === "pupil") sz.set(x.group, (sz.get(x.group) ?? 0) + 1);
console.log("max group", Math.max(...sz.values()), "min", Math.min(...sz.values()));
const serials: any = {}; for (const p of m.truth.persons) { const s = p.identity?.slice(8, 11).replace(/TF./,"TF") ?? "none"; serials[s] = (serials[s] ?? 0) + 1; } console.log(serials);
console.log(JSON.stringify(m.ss12000).length);
const perUnit = new Map(); for (const e of [...m.truth.enrolments, ...m.truth.placements]) perUnit.set(e.unit, (perUnit.get(e.unit) ?? 0) + 1);
console.log(m.units.map(u => `${u.row.name}:${perUnit.get(u.row.id)}/${m.staff.filter(s => s.unit === u.row.id).length}`).join(" "));
}
