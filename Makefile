# make run     set everything up, fetch the weights, start the assistant (ARGS="--text" adds arguments)
# make test    set everything up for development, then lint and test (ARGS="-k timer" adds pytest arguments)

ARGS ?=
.DEFAULT_GOAL := help
.PHONY: help run test check clean

help:
	@echo "make run     set everything up, fetch the weights, start the assistant"
	@echo "make test    set everything up for development, then lint and run every test"
	@echo "make check   lint only"
	@echo "make clean   remove the Python environment and caches; fetched weights stay in models/"
	@echo
	@echo 'ARGS="..." passes arguments on: make run ARGS="--text", make test ARGS="-k endpointer"'
	@echo "PYTHON=... chooses the interpreter: make run PYTHON=python3.12"

run:
	@sh scripts/run.sh $(ARGS) || { code=$$?; [ $$code -eq 130 ] || exit $$code; }

test:
	@exec sh scripts/test.sh $(ARGS)

check:
	@sh scripts/setup.sh test
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis build dist out
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

export PYTHON
