/**
 * Compiles Python for the browser, in the very Python that will run it there.
 * The one rule: sources come in as a zip and bytecode goes out as one, in its order.
 *
 * node --input-type=module --eval "$(cat bytecode.mjs)" -- PYODIDE LIBRARY \
 *   < sources.zip > bytecode.zip
 * PYODIDE is the folder of the npm package, LIBRARY the zip of a standard library.
 */
import { buffer } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const [folder, library] = process.argv.slice(1);
const sources = buffer(process.stdin);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);

const COMPILE = `
import _imp
import ast
import importlib._bootstrap_external as external
import zipfile

def shorten(tree):
    # A tenth of all that a reader loads is docstrings. A class keeps its first line, which
    # the explorer shows of a method; none is left out, since numpy reads and writes them.
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(body=[ast.Expr(ast.Constant(str() as text) as constant), *_]):
                constant.value = text.partition("\\n")[0]
            case ast.Module() | ast.FunctionDef() | ast.AsyncFunctionDef():
                if ast.get_docstring(node) is not None:
                    node.body[0].value.value = "."
    return tree

def bytecode(source, place):
    # Checked by nobody: the site replaces all files at once. No assertion goes, since
    # numpy needs them.
    tree = shorten(ast.parse(source, place))
    code = compile(tree, place, "exec", dont_inherit=True, optimize=0)
    digest = _imp.source_hash(external._RAW_MAGIC_NUMBER, source)
    return bytes(external._code_to_hash_pyc(code, digest, False))

with zipfile.ZipFile("/sources.zip") as sources, zipfile.ZipFile("/out.zip", "w") as out:
    for name in sources.namelist():
        code = bytecode(sources.read(name), "/lib/" + name)
        out.writestr(zipfile.ZipInfo(name + "c"), code)
`;

// Sets of names are written in the order of their hashes.
const python = await loadPyodide({
  indexURL: `${folder}/`,
  stdLibURL: library,
  env: { PYTHONHASHSEED: "0" },
});
python.FS.writeFile("/sources.zip", await sources);
try {
  python.runPython(COMPILE);
  process.stdout.write(python.FS.readFile("/out.zip"));
} catch (error) {
  process.exitCode = 1; // Node's own report would print a megabyte of Pyodide
  process.stderr.write(error.message);
}
