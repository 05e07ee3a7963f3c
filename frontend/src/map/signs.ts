// Signs of the layers: a different shape each, drawn on a canvas, so that they survive a black-and-white printer.
import type { Map as MapView } from "maplibre-gl";
import type { Tokens } from "./tokens";

const SIZE = 26;
const RATIO = 2;
const TILE = 24;

type Draw = (pen: CanvasRenderingContext2D, tokens: Tokens) => void;

function circle(pen: CanvasRenderingContext2D, radius: number): void {
  pen.beginPath();
  pen.arc(SIZE / 2, SIZE / 2, radius, 0, Math.PI * 2);
}

function polygon(pen: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]): void {
  pen.beginPath();
  points.forEach(([x, y], n) => (n === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
  pen.closePath();
}

function filled(pen: CanvasRenderingContext2D, fill: string, ring: string, width = 2): void {
  pen.lineJoin = "round";
  pen.lineWidth = width * 2;
  pen.strokeStyle = ring;
  pen.stroke();
  pen.fillStyle = fill;
  pen.fill();
}

const SIGNS: Record<string, Draw> = {
  open: (pen, t) => {
    circle(pen, 7.5);
    filled(pen, t.persimmonFill, t.road);
  },
  late: (pen, t) => {
    polygon(pen, [[13, 4], [23, 21], [3, 21]]);
    filled(pen, t.persimmon, t.road, 1.5);
  },
  urgent: (pen, t) => {
    polygon(pen, [[9, 3.5], [17, 3.5], [22.5, 9], [22.5, 17], [17, 22.5], [9, 22.5], [3.500, 17], [3.5, 9]]);
    filled(pen, t.alarm, t.road, 1.5);
  },
  cluster: (pen, t) => {
    circle(pen, 11);
    filled(pen, t.persimmonFill, t.road, 1.5);
  },
  "cluster-late": (pen, t) => {
    circle(pen, 10);
    filled(pen, t.persimmonFill, t.road, 1.5);
    polygon(pen, [[20.5, 1], [26, 10.5], [15, 10.5]]);
    filled(pen, t.persimmon, t.road, 1);
  },
  facility: (pen, t) => {
    polygon(pen, [[6, 6], [20, 6], [20, 20], [6, 20]]);
    filled(pen, t.river, t.road);
  },
  "facility-faulty": (pen, t) => {
    polygon(pen, [[6, 6], [20, 6], [20, 20], [6, 20]]);
    filled(pen, t.persimmonFill, t.river);
  },
  chosen: (pen, t) => {
    circle(pen, 11);
    pen.lineWidth = 3;
    pen.strokeStyle = t.focus;
    pen.stroke();
  },
};

/** A step of the one-hue scale: the deeper the colour, the closer the hatch, so that it prints in black and white. */
function hatch(colour: string, line: string, gap: number): Draw {
  return (pen) => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, TILE, TILE);
    pen.strokeStyle = line;
    pen.lineWidth = 1;
    for (let x = -TILE; x < 2 * TILE; x += gap) {
      pen.beginPath();
      pen.moveTo(x, TILE);
      pen.lineTo(x + TILE, 0);
      pen.stroke();
    }
  };
}

const STEPS = (t: Tokens): Record<string, Draw> => ({
  "step-0": hatch(t.land, t.land, TILE),
  "step-1": hatch(t.q1, t.q3, 12),
  "step-2": hatch(t.q2, t.q4, 8),
  "step-3": hatch(t.q3, t.river, 6),
  "step-4": hatch(t.q4, t.riverFill, 4),
});

export function addSigns(map: MapView, tokens: Tokens): void {
  const drawings = [...Object.entries(SIGNS).map((one) => [...one, SIZE] as const), ...Object.entries(STEPS(tokens)).map((one) => [...one, TILE] as const)];
  for (const [name, draw, size] of drawings) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = size * RATIO;
    const pen = canvas.getContext("2d");
    if (!pen) continue;
    pen.scale(RATIO, RATIO);
    draw(pen, tokens);
    const image = pen.getImageData(0, 0, canvas.width, canvas.height);
    if (map.hasImage(name)) map.updateImage(name, image);
    else map.addImage(name, image, { pixelRatio: RATIO });
  }
}
