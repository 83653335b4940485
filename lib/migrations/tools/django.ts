/** Django: `manage.py migrate app name`, in the order of the plan, by the project's own loader. */

import { invalid } from "../layout.ts";
import type { Tool } from "../tool.ts";
import { djangoMigration } from "./django-migration.ts";
import { drivenByPython } from "./python.ts";

const MANAGE = "manage.py";

export const django: Tool = {
  name: "django",
  title: "Django",
  recognises: (directory) => directory.has(MANAGE),
  open: async (directory, scratch, { python, databaseAlias }) => {
    const settings = process.env.DJANGO_SETTINGS_MODULE ?? settingsIn(directory.text(MANAGE));
    if (settings === undefined)
      throw invalid(
        `${directory.path}/${MANAGE} names no settings`,
        "set DJANGO_SETTINGS_MODULE, or give the directory of manage.py",
      );
    const { host, port, database, user, password = "" } = scratch.endpoint;
    return drivenByPython({
      ...{ layout: "django", title: "Django", driver: "drive_django.py", directory: directory.path, python, scratch },
      opening: {
        settings,
        alias: databaseAlias ?? "default",
        database: { HOST: host, PORT: String(port), NAME: database, USER: user, PASSWORD: password },
      },
    });
  },
  write: djangoMigration,
};

const settingsIn = (manage: string): string | undefined =>
  /DJANGO_SETTINGS_MODULE["']\s*,\s*["']([\w.]+)["']/.exec(manage)?.[1];
