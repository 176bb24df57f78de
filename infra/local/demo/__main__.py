"""The command `python -m infra.local.demo`."""

from infra.local.process import interrupts

if __name__ == "__main__":
    interrupts.run("infra.local.demo.program", interrupted=130)
