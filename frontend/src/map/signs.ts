// Signs of the layers: a different shape each, drawn on a canvas, so that they survive a black-and-white printer.
import type { Map as MapView } from "maplibre-gl";
import type { Tokens } from "./tokens";

const SIZE = 26;
const RATIO = 2;

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
  chosen: (pen, t) => {
    circle(pen, 11);
    pen.lineWidth = 3;
    pen.strokeStyle = t.focus;
    pen.stroke();
  },
};

export function addSigns(map: MapView, tokens: Tokens): void {
  for (const [name, draw] of Object.entries(SIGNS)) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SIZE * RATIO;
    const pen = canvas.getContext("2d");
    if (!pen) continue;
    pen.scale(RATIO, RATIO);
    draw(pen, tokens);
    const image = pen.getImageData(0, 0, canvas.width, canvas.height);
    if (map.hasImage(name)) map.updateImage(name, image);
    else map.addImage(name, image, { pixelRatio: RATIO });
  }
}
