/** WebAssembly modules, compiled while they come. */

/** @returns Its exports. Throws an `Error` with the address where it cannot be had. */
export async function loadModule<Exports>(url: string): Promise<Exports> {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    // A server that names another type than application/wasm has it compiled when it is there.
    const isNamed = response.headers.get("content-type")?.startsWith("application/wasm") === true;
    const { instance } = isNamed ? await WebAssembly.instantiateStreaming(response, {}) : await WebAssembly.instantiate(await response.arrayBuffer(), {});
    return instance.exports as Exports;
}
