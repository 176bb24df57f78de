"""The command `python -m infra.local.run [--reload]`."""

from infra.local.process import interrupts

if __name__ == "__main__":
    interrupts.run("infra.local.run.program", interrupted=0)
