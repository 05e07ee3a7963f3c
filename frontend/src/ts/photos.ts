// <linli-photos data-most="6"> around a file input: previews, removal, and smaller pictures before they are sent.
// Without script the file input works as it is. Redrawing also drops the place and camera data inside a photo.
const LONGEST = 1920;
const QUALITY = 0.85;
const CAMERA =
  '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M3.5 8H8l1.5-2.5h5L16 8h4.5v11h-17z"/><circle cx="12" cy="13.2" r="3.3"/></svg>';
const CROSS = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="m5.5 5.5 13 13M18.5 5.5l-13 13"/></svg>';

async function smaller(file: File): Promise<File> {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return blob ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}

class LinliPhotos extends HTMLElement {
  #files: File[] = [];
  #input!: HTMLInputElement;
  #list!: HTMLElement;
  #add!: HTMLLabelElement;
  #said!: HTMLElement;

  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input[type=file]");
    if (!input || this.#input) return;
    this.#input = input;
    this.#list = document.createElement("div");
    this.#list.className = "photos";
    this.#said = document.createElement("p");
    this.#said.className = "meta";
    this.#said.setAttribute("role", "status");
    this.#add = document.createElement("label");
    this.#add.className = "photo-add";
    this.#add.innerHTML = `${CAMERA}<span>拍照或选图</span>`;
    input.after(this.#list, this.#said);
    input.className = "visually-hidden";
    this.#add.append(input);
    this.#list.append(this.#add);
    input.addEventListener("change", () => void this.#take());
  }

  get #most(): number {
    return Number(this.dataset["most"] ?? "6");
  }

  async #take(): Promise<void> {
    const fresh = [...(this.#input.files ?? [])];
    const room = this.#most - this.#files.length;
    this.#said.textContent = "正在处理照片…";
    const ready = await Promise.all(fresh.slice(0, room).map(smaller));
    this.#files.push(...ready);
    for (const file of ready) this.#show(file);
    this.#give();
    const spare = fresh.length > room ? `最多 ${this.#most} 张，多的没有放进来。` : "";
    this.#said.textContent = `${spare}${this.#files.length} 张照片，点下面的按钮时才上传。`;
  }

  // The input must carry exactly what is shown, so that the form sends the smaller files and nothing removed.
  #give(): void {
    const bag = new DataTransfer();
    for (const file of this.#files) bag.items.add(file);
    this.#input.files = bag.files;
    this.#add.hidden = this.#files.length >= this.#most;
  }

  #show(file: File): void {
    const item = document.createElement("div");
    item.className = "photo-item";
    const picture = document.createElement("img");
    picture.alt = `照片 ${this.#files.indexOf(file) + 1}`;
    // A data URL: the content policy allows data: for images but not blob:.
    const reader = new FileReader();
    reader.addEventListener("load", () => (picture.src = String(reader.result)));
    reader.readAsDataURL(file);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "photo-remove";
    remove.setAttribute("aria-label", `不要${picture.alt}`);
    remove.innerHTML = CROSS;
    remove.addEventListener("click", () => {
      this.#files = this.#files.filter((kept) => kept !== file);
      item.remove();
      this.#give();
      this.#input.focus();
      this.#said.textContent = `还有 ${this.#files.length} 张照片。`;
    });
    item.append(picture, remove);
    this.#add.before(item);
  }
}
customElements.define("linli-photos", LinliPhotos);
