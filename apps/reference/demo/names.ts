import type { Random } from "./random.ts";

/** Where a family's names come from. The lists are written for this demo; any likeness to a real person is chance. */
interface Origin {
  readonly share: number;
  readonly family: readonly string[];
  readonly women: readonly string[];
  readonly men: readonly string[];
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const swedish: Origin = {
  share: 0.72,
  family: words(`
    Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson Jansson
    Hansson Bengtsson Jönsson Lindberg Jakobsson Magnusson Lindström Olofsson Lindqvist Lindgren Berg Axelsson Bergström
    Lundberg Lind Lundgren Lundqvist Mattsson Berglund Fredriksson Sandberg Henriksson Forsberg Sjöberg Wallin Engström
    Eklund Danielsson Lundin Håkansson Björk Bergman Gunnarsson Wikström Holm Isaksson Samuelsson Fransson Bergqvist
    Nyström Holmberg Arvidsson Löfgren Söderberg Nyberg Blomqvist Claesson Nordström Mårtensson Lundström Björklund
    Elmqvist Åberg Åkesson Öberg Östlund Ängström Hägglund Häggkvist Sjöström Grönlund Månsson Ström Ek Norén Lindén
    Hjelm Frisk Rask Lövgren Ödman Ålander Stålhane Granath Brännström Fältskog Hallén Torén Dahlén Widén Almén`),
  women: words(`
    Alice Maja Vera Alma Selma Elsa Lilly Astrid Wilma Freja Olivia Signe Ester Alva Ella Stella Saga Klara Ines Agnes
    Märta Juni Tyra Leia Hedda Ebba Julia Iris Nora Elise Edith Linnéa Molly Siri Tuva Rut Elin Elvira Emma Greta Majken
    Ingrid Meja Sigrid Hanna Lova Sara Moa Thea Amanda Svea Matilda Ellen Stina Cornelia Åsa Annika Åse Renée Zoë Lovisa
    Johanna Frida Malin Sofia Ida Jenny Karin Katarina Helena Maria Camilla Therese Ulrika Pernilla Susanne Anna Cecilia`),
  men: words(`
    Noah William Hugo Liam Nils Elliot Oliver Adam Lucas Vincent Theo Matteo Oscar Arvid August Walter Harry Alfred Ludvig
    Frans Elias Leo Otto Charlie Axel Sam Isak Olle Filip Melvin Edvin Henry Sixten Viggo Love Valter Ivar Malte Albin
    Gustav Vidar Ebbe Åke Björn Göran Håkan Sören Jörgen Måns André Noël Erik Johan Fredrik Anders Mattias Henrik Jonas
    Daniel Magnus Marcus Peter Patrik Stefan Niklas Martin Andreas Thomas Mikael Robin Simon Viktor Tobias Emil Joakim`),
};

const others: readonly Origin[] = [
  {
    share: 0.05,
    family: words(
      "Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Niemelä",
    ),
    women: words("Aino Helmi Sofia Eevi Lilja Päivi Marjatta Kaisa Satu Minna Venla Säde"),
    men: words("Leo Väinö Eino Onni Juhani Antti Jukka Mikko Pekka Timo Eetu Jyrki"),
  },
  {
    share: 0.07,
    family: words("Haddad Khalil Mansour Nasser Saleh Hamdan Aziz Barakat Darwish Shaheen Kassab Al-Jabiri Abu-Saif"),
    women: words("Layla Nour Rania Hiba Yasmin Salma Amal Dina Rima Maryam Zeinab Farah"),
    men: words("Omar Yousef Karim Tariq Bilal Samir Hassan Anas Rami Ziad Khaled Mahmoud"),
  },
  {
    share: 0.04,
    family: words("Hosseini Rahimi Karimi Moradi Ahmadi Jafari Sadeghi Rostami Noori Amini"),
    women: words("Shirin Parisa Nasrin Leila Roya Mina Setareh Zahra Yalda Azadeh"),
    men: words("Arash Reza Kian Dariush Navid Omid Farhad Mehdi Sina Behrouz"),
  },
  {
    share: 0.04,
    family: words("Warsame Abdi Farah Hersi Jama Osman Ismail Nuur Guled Yusuf"),
    women: words("Hodan Ayaan Fadumo Idil Sagal Hibo Amina Khadra Ifrah Sahra"),
    men: words("Abdirahman Liban Mahad Ayub Guled Zakaria Idris Faysal Ilyas Khalid"),
  },
  {
    share: 0.04,
    family: words(
      "Wójcik Kowalczyk Zieliński Szymański Woźniak Dąbrowski Kozłowski Jabłoński Łukasik Głowacki Wróbel Pawłowska",
    ),
    women: words("Zofia Małgorzata Agnieszka Łucja Elżbieta Katarzyna Hanna Oliwia Jadwiga Żaneta"),
    men: words("Paweł Łukasz Michał Wojciech Kacper Jakub Sławomir Stanisław Tomasz Krzysztof"),
  },
  {
    share: 0.03,
    family: words("Hodžić Kovačević Marković Petrović Delić Šarić Begić Jurić Nikolić Đorđević Čolić"),
    women: words("Amra Lejla Jasmina Mirela Dženana Ivana Marija Ajla Sanja Željka"),
    men: words("Emir Damir Haris Nenad Goran Željko Senad Dragan Amar Šefik"),
  },
  {
    share: 0.02,
    family: words("Yılmaz Şahin Öztürk Çelik Doğan Kılıç Güneş Müller Schröder Weiß García Muñoz Nguyễn Tesfay Haile"),
    women: words("Elif Zeynep Gül Büşra Lucía Inés Käthe Thảo Selam Helen"),
    men: words("Emre Çağlar Gökhan Jürgen Íñigo Joaquín Minh Yonas Filmon Kemal"),
  },
];

const origins: readonly (readonly [Origin, number])[] = [swedish, ...others].map((origin) => [origin, origin.share]);

export type Sex = "Man" | "Kvinna";

/** How a household is named: one family name, now and then a second for the other guardian. */
export interface FamilyNames {
  readonly first: string;
  readonly second: string;
  givenName(sex: Sex, random: Random): string;
}

/** Names for one family. Two guardians have the same family name a little more often than not. */
export function familyNames(random: Random): FamilyNames {
  const origin = random.weighted(origins);
  const first = random.pick(origin.family);
  const second = random.chance(0.55) ? first : random.pick(random.chance(0.8) ? origin.family : swedish.family);
  return {
    first,
    second,
    givenName(sex, random) {
      // Children born here carry names of both countries.
      const from = random.chance(0.75) ? origin : swedish;
      return random.pick(sex === "Kvinna" ? from.women : from.men);
    },
  };
}

/** The letters an e-mail address can hold: `Åsa-Łucja` becomes `asalucja`. */
export function asciiName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[łđıßøæþ]/g, (letter) => ({ ł: "l", đ: "d", ı: "i", ß: "ss", ø: "o", æ: "ae", þ: "th" })[letter] ?? "")
    .normalize("NFD")
    .replace(/[^a-z]/g, "");
}

/** The name as a program shows it that reads UTF-8 as Windows-1252: `Åsa` becomes `Ã…sa`. */
export function mangled(name: string): string {
  return new TextDecoder("windows-1252").decode(new TextEncoder().encode(name));
}

/** The name in letters that Windows-1252 has: `Wójcik` stays, `Łucja` becomes `Lucja`. SCB's files can hold no others. */
export function windows1252Name(name: string): string {
  const plain: Readonly<Record<string, string>> = { ł: "l", Ł: "L", đ: "d", Đ: "D", ı: "i", İ: "I" };
  return Array.from(name, (letter) => {
    if (letter <= "ÿ" || "ŠšŽžŸŒœ".includes(letter)) return letter;
    return plain[letter] ?? letter.normalize("NFD").replace(/\p{M}/gu, "");
  }).join("");
}
