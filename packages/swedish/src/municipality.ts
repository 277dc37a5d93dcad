import { readDigits } from "./day.ts";

/** A county (län). */
export interface County {
  /** Länskod, two digits as text: `01`. There is no 02, 11, 15 or 16. */
  readonly code: string;
  /** Official name with `län`: `Stockholms län`. */
  readonly name: string;
  /** Länsbokstav as in ISO 3166-2 after `SE-`: `AB`. */
  readonly letters: string;
}

/** A municipality (kommun). */
export interface Municipality {
  /** Kommunkod, four digits as text, since most of the best known begin with 0: `0180`. */
  readonly code: string;
  /** Name without `kommun` or `stad`: `Stockholm`. */
  readonly name: string;
  readonly county: County;
}

/**
 * The municipality with a code.
 * @param code - four digits as text; `180` is not `0180`
 * @param on - the day for which the code is read, `YYYY-MM-DD`, from 2003-01-01 (when the municipalities became 290);
 *   default: the current table. Since then one code has changed (Heby, 1917 to 0331, when it changed county in 2007) and
 *   one name (Malung to Malung-Sälen, 2008).
 * @returns undefined when no municipality had that code on that day
 * @throws RangeError when `on` is no day or lies before 2003-01-01
 * @see SCB, Meddelanden i samordningsfrågor, Regionala indelningar i Sverige
 * @example
 * municipality("0180"); // { code: "0180", name: "Stockholm", county: { code: "01", name: "Stockholms län", letters: "AB" } }
 */
export function municipality(code: string, on?: string): Municipality | undefined {
  const { current } = table();
  const day = on === undefined ? undefined : tableDay(on);
  if (day !== undefined) {
    if (day < hebyMoved && code === "0331") return undefined;
    const former = formerly(day).find((row) => row.code === code);
    if (former) return former;
  }
  return current.get(code);
}

/**
 * All 290 municipalities in code order.
 * @param on - as for {@link municipality}
 * @throws RangeError as {@link municipality}
 */
export function municipalities(on?: string): readonly Municipality[] {
  const rows = [...table().current.values()];
  if (on === undefined) return rows;
  const day = tableDay(on);
  const former = formerly(day);
  const gone = new Set([...former.map((row) => row.code), ...(day < hebyMoved ? ["0331"] : [])]);
  return [...rows.filter((row) => !gone.has(row.code)), ...former].sort((a, b) => Number(a.code) - Number(b.code));
}

/** A municipality with the days between which its code and name were as they are here. */
export interface MunicipalityPeriod extends Municipality {
  /** First day, `YYYY-MM-DD`; 2003-01-01 also for what is older, since the table begins there. */
  readonly validFrom: string;
  /** Last day, included; absent for what still is. */
  readonly validTo?: string;
  /** The code that took its place, where the code changed. */
  readonly successor?: string;
}

/**
 * Every code and name that a municipality has had since 2003, in code order and then in the order of time: 292 rows. For
 * registers that hold codes of earlier years.
 * @example
 * municipalityHistory().find(({ code }) => code === "1917"); // Heby, validTo "2006-12-31", successor "0331"
 */
export function municipalityHistory(): readonly MunicipalityPeriod[] {
  const began = new Map([
    ["0331", "2007-01-01"],
    ["2023", "2008-01-01"],
  ]);
  const former: readonly MunicipalityPeriod[] = formerly(20_030_101).map((row) =>
    row.code === "1917"
      ? { ...row, validFrom: "2003-01-01", validTo: "2006-12-31", successor: "0331" }
      : { ...row, validFrom: "2003-01-01", validTo: "2007-12-31" },
  );
  const current = municipalities().map((row) => ({ ...row, validFrom: began.get(row.code) ?? "2003-01-01" }));
  return [...former, ...current].sort((a, b) =>
    a.code === b.code ? (a.validFrom < b.validFrom ? -1 : 1) : a.code < b.code ? -1 : 1,
  );
}

/** All 21 counties in code order. */
export function counties(): readonly County[] {
  return [...table().counties.values()];
}

const hebyMoved = 20_070_101;
const malungRenamed = 20_080_101;

/** The rows that read differently on a day than they do now. */
function formerly(day: number): readonly Municipality[] {
  const { counties } = table();
  const vastmanland = counties.get("19");
  const dalarna = counties.get("20");
  const rows: Municipality[] = [];
  if (day < hebyMoved && vastmanland) rows.push({ code: "1917", name: "Heby", county: vastmanland });
  if (day < malungRenamed && dalarna) rows.push({ code: "2023", name: "Malung", county: dalarna });
  return rows;
}

function tableDay(on: string): number {
  const digits = readDigits(on);
  if (digits < 20_030_101) throw new RangeError(`on must be a calendar day from 2003-01-01, got ${on}`);
  return digits;
}

interface Table {
  readonly counties: ReadonlyMap<string, County>;
  readonly current: ReadonlyMap<string, Municipality>;
}

let parsed: Table | undefined;

/** The source text as maps, made at first use: nothing happens on import. */
function table(): Table {
  if (parsed) return parsed;
  const counties = new Map<string, County>();
  const current = new Map<string, Municipality>();
  for (const [code, name, letters, rows] of source) {
    const county = Object.freeze({ code, name, letters });
    counties.set(code, county);
    for (const row of rows.split(",")) {
      const text = row.trim();
      const municipality = Object.freeze({ code: text.slice(0, 4), name: text.slice(5), county });
      current.set(municipality.code, municipality);
    }
  }
  parsed = { counties, current };
  return parsed;
}

const source: readonly (readonly [code: string, name: string, letters: string, rows: string])[] = [
  [
    "01",
    "Stockholms län",
    "AB",
    `
    0114 Upplands Väsby, 0115 Vallentuna, 0117 Österåker, 0120 Värmdö, 0123 Järfälla, 0125 Ekerö, 0126 Huddinge,
    0127 Botkyrka, 0128 Salem, 0136 Haninge, 0138 Tyresö, 0139 Upplands-Bro, 0140 Nykvarn, 0160 Täby, 0162 Danderyd,
    0163 Sollentuna, 0180 Stockholm, 0181 Södertälje, 0182 Nacka, 0183 Sundbyberg, 0184 Solna, 0186 Lidingö,
    0187 Vaxholm, 0188 Norrtälje, 0191 Sigtuna, 0192 Nynäshamn`,
  ],
  [
    "03",
    "Uppsala län",
    "C",
    `
    0305 Håbo, 0319 Älvkarleby, 0330 Knivsta, 0331 Heby, 0360 Tierp, 0380 Uppsala, 0381 Enköping, 0382 Östhammar`,
  ],
  [
    "04",
    "Södermanlands län",
    "D",
    `
    0428 Vingåker, 0461 Gnesta, 0480 Nyköping, 0481 Oxelösund, 0482 Flen, 0483 Katrineholm, 0484 Eskilstuna,
    0486 Strängnäs, 0488 Trosa`,
  ],
  [
    "05",
    "Östergötlands län",
    "E",
    `
    0509 Ödeshög, 0512 Ydre, 0513 Kinda, 0560 Boxholm, 0561 Åtvidaberg, 0562 Finspång, 0563 Valdemarsvik,
    0580 Linköping, 0581 Norrköping, 0582 Söderköping, 0583 Motala, 0584 Vadstena, 0586 Mjölby`,
  ],
  [
    "06",
    "Jönköpings län",
    "F",
    `
    0604 Aneby, 0617 Gnosjö, 0642 Mullsjö, 0643 Habo, 0662 Gislaved, 0665 Vaggeryd, 0680 Jönköping, 0682 Nässjö,
    0683 Värnamo, 0684 Sävsjö, 0685 Vetlanda, 0686 Eksjö, 0687 Tranås`,
  ],
  [
    "07",
    "Kronobergs län",
    "G",
    `
    0760 Uppvidinge, 0761 Lessebo, 0763 Tingsryd, 0764 Alvesta, 0765 Älmhult, 0767 Markaryd, 0780 Växjö,
    0781 Ljungby`,
  ],
  [
    "08",
    "Kalmar län",
    "H",
    `
    0821 Högsby, 0834 Torsås, 0840 Mörbylånga, 0860 Hultsfred, 0861 Mönsterås, 0862 Emmaboda, 0880 Kalmar,
    0881 Nybro, 0882 Oskarshamn, 0883 Västervik, 0884 Vimmerby, 0885 Borgholm`,
  ],
  [
    "09",
    "Gotlands län",
    "I",
    `
    0980 Gotland`,
  ],
  [
    "10",
    "Blekinge län",
    "K",
    `
    1060 Olofström, 1080 Karlskrona, 1081 Ronneby, 1082 Karlshamn, 1083 Sölvesborg`,
  ],
  [
    "12",
    "Skåne län",
    "M",
    `
    1214 Svalöv, 1230 Staffanstorp, 1231 Burlöv, 1233 Vellinge, 1256 Östra Göinge, 1257 Örkelljunga, 1260 Bjuv,
    1261 Kävlinge, 1262 Lomma, 1263 Svedala, 1264 Skurup, 1265 Sjöbo, 1266 Hörby, 1267 Höör, 1270 Tomelilla,
    1272 Bromölla, 1273 Osby, 1275 Perstorp, 1276 Klippan, 1277 Åstorp, 1278 Båstad, 1280 Malmö, 1281 Lund,
    1282 Landskrona, 1283 Helsingborg, 1284 Höganäs, 1285 Eslöv, 1286 Ystad, 1287 Trelleborg, 1290 Kristianstad,
    1291 Simrishamn, 1292 Ängelholm, 1293 Hässleholm`,
  ],
  [
    "13",
    "Hallands län",
    "N",
    `
    1315 Hylte, 1380 Halmstad, 1381 Laholm, 1382 Falkenberg, 1383 Varberg, 1384 Kungsbacka`,
  ],
  [
    "14",
    "Västra Götalands län",
    "O",
    `
    1401 Härryda, 1402 Partille, 1407 Öckerö, 1415 Stenungsund, 1419 Tjörn, 1421 Orust, 1427 Sotenäs, 1430 Munkedal,
    1435 Tanum, 1438 Dals-Ed, 1439 Färgelanda, 1440 Ale, 1441 Lerum, 1442 Vårgårda, 1443 Bollebygd, 1444 Grästorp,
    1445 Essunga, 1446 Karlsborg, 1447 Gullspång, 1452 Tranemo, 1460 Bengtsfors, 1461 Mellerud, 1462 Lilla Edet,
    1463 Mark, 1465 Svenljunga, 1466 Herrljunga, 1470 Vara, 1471 Götene, 1472 Tibro, 1473 Töreboda, 1480 Göteborg,
    1481 Mölndal, 1482 Kungälv, 1484 Lysekil, 1485 Uddevalla, 1486 Strömstad, 1487 Vänersborg, 1488 Trollhättan,
    1489 Alingsås, 1490 Borås, 1491 Ulricehamn, 1492 Åmål, 1493 Mariestad, 1494 Lidköping, 1495 Skara, 1496 Skövde,
    1497 Hjo, 1498 Tidaholm, 1499 Falköping`,
  ],
  [
    "17",
    "Värmlands län",
    "S",
    `
    1715 Kil, 1730 Eda, 1737 Torsby, 1760 Storfors, 1761 Hammarö, 1762 Munkfors, 1763 Forshaga, 1764 Grums,
    1765 Årjäng, 1766 Sunne, 1780 Karlstad, 1781 Kristinehamn, 1782 Filipstad, 1783 Hagfors, 1784 Arvika,
    1785 Säffle`,
  ],
  [
    "18",
    "Örebro län",
    "T",
    `
    1814 Lekeberg, 1860 Laxå, 1861 Hallsberg, 1862 Degerfors, 1863 Hällefors, 1864 Ljusnarsberg, 1880 Örebro,
    1881 Kumla, 1882 Askersund, 1883 Karlskoga, 1884 Nora, 1885 Lindesberg`,
  ],
  [
    "19",
    "Västmanlands län",
    "U",
    `
    1904 Skinnskatteberg, 1907 Surahammar, 1960 Kungsör, 1961 Hallstahammar, 1962 Norberg, 1980 Västerås, 1981 Sala,
    1982 Fagersta, 1983 Köping, 1984 Arboga`,
  ],
  [
    "20",
    "Dalarnas län",
    "W",
    `
    2021 Vansbro, 2023 Malung-Sälen, 2026 Gagnef, 2029 Leksand, 2031 Rättvik, 2034 Orsa, 2039 Älvdalen,
    2061 Smedjebacken, 2062 Mora, 2080 Falun, 2081 Borlänge, 2082 Säter, 2083 Hedemora, 2084 Avesta, 2085 Ludvika`,
  ],
  [
    "21",
    "Gävleborgs län",
    "X",
    `
    2101 Ockelbo, 2104 Hofors, 2121 Ovanåker, 2132 Nordanstig, 2161 Ljusdal, 2180 Gävle, 2181 Sandviken,
    2182 Söderhamn, 2183 Bollnäs, 2184 Hudiksvall`,
  ],
  [
    "22",
    "Västernorrlands län",
    "Y",
    `
    2260 Ånge, 2262 Timrå, 2280 Härnösand, 2281 Sundsvall, 2282 Kramfors, 2283 Sollefteå, 2284 Örnsköldsvik`,
  ],
  [
    "23",
    "Jämtlands län",
    "Z",
    `
    2303 Ragunda, 2305 Bräcke, 2309 Krokom, 2313 Strömsund, 2321 Åre, 2326 Berg, 2361 Härjedalen, 2380 Östersund`,
  ],
  [
    "24",
    "Västerbottens län",
    "AC",
    `
    2401 Nordmaling, 2403 Bjurholm, 2404 Vindeln, 2409 Robertsfors, 2417 Norsjö, 2418 Malå, 2421 Storuman,
    2422 Sorsele, 2425 Dorotea, 2460 Vännäs, 2462 Vilhelmina, 2463 Åsele, 2480 Umeå, 2481 Lycksele, 2482 Skellefteå`,
  ],
  [
    "25",
    "Norrbottens län",
    "BD",
    `
    2505 Arvidsjaur, 2506 Arjeplog, 2510 Jokkmokk, 2513 Överkalix, 2514 Kalix, 2518 Övertorneå, 2521 Pajala,
    2523 Gällivare, 2560 Älvsbyn, 2580 Luleå, 2581 Piteå, 2582 Boden, 2583 Haparanda, 2584 Kiruna`,
  ],
];
