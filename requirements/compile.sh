#!/bin/sh
# Compiles the pinned, hashed requirements from pyproject.toml (needs pip-tools: requirements/dev.txt has it).
set -eu
cd "$(dirname "$0")/.."
compile() { out=$1; shift
  .venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-options \
    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host "$@" --output-file "requirements/$out" pyproject.toml; }
compile run.txt --extra web
compile dev.txt --extra web --extra test --extra lint --extra tools --constraint requirements/run.txt
compile fuzz.txt --extra fuzz --constraint requirements/run.txt
compile bench.txt --extra bench --constraint requirements/dev.txt
compile mutation.txt --extra mutation --constraint requirements/dev.txt
.venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-options \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file=requirements/node.txt requirements/node.in
