import { firstSettings, ranges, type TideSettings, windowKinds } from "./settings.js";

/** The settings' form: shows settings, and tells when a reader has turned one. */
export interface Controls {
  readonly show: (settings: TideSettings) => void;
  /** Marks the label of a control, named as on the page; `null` marks none. */
  readonly point: (label: string | null) => void;
}

const units: Partial<Record<keyof TideSettings, string>> = {
  wait: "s",
  lateness: "s",
  size: "s",
  idleAfter: "s",
  disorder: "s",
  pause: "s",
  lag: "s",
  rate: "/s",
};

/** Fills the form's controls with their ranges and listens to them. */
export function connectControls(form: HTMLFormElement, changed: (settings: TideSettings) => void): Controls {
  let current = firstSettings;
  const control = (name: keyof TideSettings): HTMLInputElement | HTMLSelectElement =>
    form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement;
  const names = Object.keys(firstSettings) as (keyof TideSettings)[];

  for (const kind of windowKinds) control("window").append(new Option(kind, kind));
  for (const [name, { min, max, step }] of Object.entries(ranges)) {
    Object.assign(control(name as keyof TideSettings), { min: String(min), max: String(max), step: String(step) });
  }
  for (const name of names) {
    control(name).addEventListener("input", () => {
      changed({ ...current, [name]: read(control(name)) });
    });
  }
  form.addEventListener("submit", (event) => event.preventDefault());

  return {
    show: (settings) => {
      current = settings;
      for (const name of names) {
        const input = control(name);
        if (input instanceof HTMLInputElement && input.type === "checkbox") input.checked = settings[name] === true;
        else input.value = String(settings[name]);
        const told = form.querySelector(`output[for="${name}"]`);
        if (told !== null) told.textContent = inWords(name, settings);
      }
    },
    point: (label) => {
      for (const place of form.querySelectorAll("label")) {
        place.classList.toggle("is-pointed", label !== null && place.textContent === label);
      }
    },
  };
}

function read(input: HTMLInputElement | HTMLSelectElement): string | number | boolean {
  if (input instanceof HTMLSelectElement) return input.value;
  return input.type === "checkbox" ? input.checked : Number(input.value);
}

function inWords(name: keyof TideSettings, settings: TideSettings): string {
  const value = settings[name];
  if (name === "window") return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (name === "idleAfter" && value === 0) return "never";
  if (name === "seed") return `no. ${value}`;
  return `${value} ${units[name] ?? ""}`.trim();
}
