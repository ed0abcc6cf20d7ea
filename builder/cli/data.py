"""The commands that write the content in another form: pages, export, schema."""

from pathlib import Path

import click

from builder.cli.common import out_option, progress, root_option, sound
from builder.configuration import configure, examine_config
from builder.engines import ENGINES
from builder.export import FORMATS
from builder.pipeline import for_engine, make_export, make_site
from builder.publish import write_file, write_files, write_pages, write_project
from builder.schemas import schema_files


@click.command()
@root_option
@out_option(None)
@click.option("--engine", type=click.Choice(list(ENGINES)), help="Write a whole project for this engine.")
def pages(root: Path, out: Path, engine: str | None) -> None:
    """Write only the linked Markdown pages and the assets, for any other engine."""
    config = configure(root)
    with progress("load, check, link, render, write"):
        examined = sound(examine_config(config))
        if engine is None:
            write_pages(make_site(examined), root, Path(config.docs_dir), root / out)
        else:
            site = make_site(for_engine(examined, links_name_files=ENGINES[engine].links_name_files))
            write_project(site, root, config, ENGINES[engine], root / out)


@click.command()
@root_option
@click.argument("form", metavar=f"{{{','.join(FORMATS)}}}", type=click.Choice(list(FORMATS)))
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; what stands there is replaced.",
)
def export(root: Path, form: str, out: Path) -> None:
    """Write the glossary as data."""
    config = configure(root)
    with progress("load, check, link, export"):
        data = make_export(sound(examine_config(config)), form)
        write_file(root / out, data, root, Path(config.docs_dir))


@click.command()
@root_option
@out_option(None)
def schema(root: Path, out: Path) -> None:
    """Write JSON Schemas of all front matter and YAML files, for code editors."""
    config = configure(root)
    files = schema_files(examine_config(config, ()).settings)
    write_files(files, root, Path(config.docs_dir), root / out)
