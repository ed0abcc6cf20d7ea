"""The commands that make and show the site: build, merge, bundle, serve."""

import logging
import os
import re
from pathlib import Path

import click
from rich.text import Text

from builder import report
from builder.cli.common import OUT, out_option, progress, root_option
from builder.publish import build_bundle, build_site, merge_shards
from builder.settings import SETTINGS_FILE
from builder.shards import WHOLE, PartsError, Shard

_SHARD = re.compile(r"[0-9]{1,6}/[0-9]{1,6}")


class ShardType(click.ParamType[Shard]):
    """A part of a site, as in 2/5."""

    name = "k/n"

    def convert(self, value: str | Shard, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        """Return the shard, or say what one looks like."""
        if isinstance(value, Shard):
            return value
        number, _, count = value.partition("/")
        if not (_SHARD.fullmatch(value) and 1 <= int(number) <= int(count)):
            self.fail(f"{value!r} is no part of a site; the second of five is 2/5", param, ctx)
        return Shard(int(number), int(count))


@click.command()
@root_option
@out_option("site")
@click.option("--shard", type=ShardType(), help="Build only this part of the pages, such as 2/5.")
def build(root: Path, out: Path, shard: Shard | None) -> None:
    """Check the content, then build the website."""
    with progress("mkdocs build"):
        build_site(root, root / out, shard or WHOLE)
    OUT.print(Text(os.path.relpath(root / out / ("index.html" if not shard else ""))))


@click.command("merge")
@click.argument(
    "parts", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@out_option("site")
def merge_command(parts: tuple[Path, ...], out: Path) -> None:
    """Put PARTS together, the folders that `puri build --shard` made of one site."""
    try:
        with progress("merge"):
            merge_shards(parts, out)
    except PartsError as error:
        raise click.UsageError(report.printable(str(error))) from None
    OUT.print(Text(os.path.relpath(out / "index.html")))


@click.command()
@root_option
@out_option("dist")
def bundle(root: Path, out: Path) -> None:
    """Build the offline edition: one zip that opens without a network."""
    with progress("mkdocs build, zip"):
        archive = build_bundle(root, root / out)
    OUT.print(Text(f"{os.path.relpath(archive)} ({archive.stat().st_size / 1_000_000:.1f} MB)"))


@click.command()
@root_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(root: Path, port: int) -> None:
    """Show the site in a browser and follow every edit."""
    from mkdocs.commands import serve as server  # only now: it brings what other commands do without

    logging.getLogger("mkdocs").setLevel(logging.INFO)
    os.chdir(root)
    server.serve(str(root / SETTINGS_FILE), dev_addr=f"127.0.0.1:{port}")
